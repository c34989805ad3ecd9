"""Names and ids compare as in Azure, and lead to the resource that a part belongs to."""

from __future__ import annotations

import pytest

from azsim.model.resources.compute import VirtualMachine
from azsim.model.resources.identity import ResourceId
from azsim.text import Advice

HUB = (
    "/subscriptions/0000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub"
    "/subnets/app"
)


class TestAnId:
    def test_compares_without_case(self) -> None:
        assert ResourceId("VM1") == ResourceId("vm1")
        assert len({ResourceId("VM1"), ResourceId("vm1")}) == 1
        assert ResourceId("vm1") != ResourceId("vm2")

    def test_compares_without_a_slash_at_either_end(self) -> None:
        assert ResourceId(HUB + "/") == ResourceId(HUB.lstrip("/").upper())

    def test_keeps_the_spelling_of_its_author(self) -> None:
        assert str(ResourceId("WebServer1")) == "WebServer1"

    @pytest.mark.parametrize("text", ["", " ", "/"])
    def test_is_never_empty(self, text: str) -> None:
        with pytest.raises(Advice) as caught:
            ResourceId(text)
        assert caught.value.text.en == (
            "A resource has no name. Write a name, such as vm1, or an id of Resource Manager."
        )


class TestAPlainName:
    def test_is_the_name_of_its_own_resource(self) -> None:
        assert ResourceId("lb").name == "lb"
        assert ResourceId("lb").resource == ResourceId("lb")


class TestAPart:
    def test_is_named_by_a_path_that_begins_with_its_resource(self) -> None:
        app = ResourceId("hub").part("subnets", "app")
        assert app == ResourceId("hub/subnets/app")
        assert (app.name, app.resource) == ("app", ResourceId("hub"))

    def test_is_told_from_its_resource_in_an_id_of_resource_manager(self) -> None:
        assert ResourceId(HUB).name == "app"
        assert ResourceId(HUB).resource.text == HUB.removesuffix("/subnets/app")

    def test_of_a_resource_in_another_case_is_the_same(self) -> None:
        assert ResourceId(HUB.upper()).resource == ResourceId(HUB).resource

    def test_of_an_instance_of_a_scale_set_leads_to_the_scale_set(self) -> None:
        text = "/subscriptions/0/providers/Microsoft.Compute/virtualMachineScaleSets/set"
        inside = f"{text}/virtualMachines/3/networkInterfaces/nic"
        assert ResourceId(inside).resource == ResourceId(text)


class TestAResource:
    def test_takes_its_ids_as_text_or_as_ids(self) -> None:
        written = VirtualMachine(id="vm1", network_interfaces=["nic1"])
        made = VirtualMachine(id=ResourceId("VM1"), network_interfaces=[ResourceId("NIC1")])
        assert written == made
        assert hash(written) == hash(made)

    def test_takes_a_list_of_ids_and_never_a_text_for_its_letters(self) -> None:
        with pytest.raises(TypeError, match="a list of ids is needed, not the text 'nic1'"):
            VirtualMachine(id="vm1", network_interfaces="nic1")

    def test_is_called_by_the_last_part_of_its_id(self) -> None:
        machine = VirtualMachine(
            id="/subscriptions/0/x/virtualMachines/Web1", network_interfaces=["n"]
        )
        assert machine.name == "Web1"
