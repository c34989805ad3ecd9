"""A description holds each resource once, and two of them tell what changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azsim.model.resources.compute import ScaleSet, VirtualMachine
from azsim.model.resources.description import Change, Changes, Description, changes
from azsim.model.resources.identity import Resource
from azsim.model.resources.network import PublicIpAddress
from azsim.model.resources.outbound import NatGateway
from azsim.text import Advice

IP = PublicIpAddress(id="ip", ip_address="203.0.113.10")
VM = VirtualMachine(id="vm1", network_interfaces=["nic1"])


class TestADescription:
    def test_keeps_the_order_in_which_it_was_told(self) -> None:
        assert list(Description([VM, IP])) == [VM, IP]

    def test_is_the_same_in_another_order(self) -> None:
        assert Description([VM, IP]) == Description([IP, VM])
        assert hash(Description([VM, IP])) == hash(Description([IP, VM]))

    def test_finds_a_resource_by_kind_and_id_without_case(self) -> None:
        assert Description([VM, IP]).find(VirtualMachine, "VM1") is VM

    def test_holds_one_name_for_each_kind(self) -> None:
        namesake = PublicIpAddress(id="vm1")
        found = Description([VM, namesake])
        assert found.find(VirtualMachine, "vm1") is VM
        assert found.find(PublicIpAddress, "vm1") is namesake

    def test_finds_a_resource_by_the_last_part_of_its_id(self) -> None:
        vm = VirtualMachine(id="/subscriptions/0/virtualMachines/web", network_interfaces=["nic"])
        assert Description([vm]).find(VirtualMachine, "Web") is vm

    def test_asks_which_one_where_several_have_the_name(self) -> None:
        one, other = (
            VirtualMachine(id=f"/resourceGroups/{group}/web", network_interfaces=["nic"])
            for group in ("a", "b")
        )
        with pytest.raises(Advice) as caught:
            Description([one, other]).find(VirtualMachine, "web")
        assert caught.value.text.en == (
            'Several resources of the kind virtual machine are called "web": '
            "/resourceGroups/a/web and /resourceGroups/b/web. Write the id of one of them."
        )
        assert caught.value.text.ja == (
            "「web」という仮想マシンが複数ある: /resourceGroups/a/web と /resourceGroups/b/web。"
            "そのうち一つの ID を書く。"
        )

    def test_proposes_the_nearest_of_that_kind(self) -> None:
        with pytest.raises(Advice) as caught:
            Description([VM, PublicIpAddress(id="vm3")]).find(VirtualMachine, "vm2")
        assert caught.value.text.en == 'No virtual machine is called "vm2". Did you mean "vm1"?'
        assert caught.value.text.ja == "「vm2」という仮想マシンはない。「vm1」のことか。"

    def test_sets_a_kind_in_latin_letters_apart_in_japanese(self) -> None:
        with pytest.raises(Advice) as caught:
            Description().find(NatGateway, "nat")
        assert caught.value.text.ja == "「nat」という NAT ゲートウェイはない。"

    def test_lists_the_resources_of_one_kind(self) -> None:
        assert Description([VM, IP]).of_kind(PublicIpAddress) == (IP,)

    def test_takes_a_resource_once(self) -> None:
        with pytest.raises(Advice) as caught:
            Description([VM, VirtualMachine(id="VM1", network_interfaces=["nic2"])])
        assert caught.value.text.en == (
            'The virtual machine "VM1" is described twice, as vm1 and as VM1. Capitals don\'t '
            "count: describe it once."
        )

    def test_puts_a_resource_in_the_place_of_the_one_with_its_id(self) -> None:
        changed = VirtualMachine(id="VM1", network_interfaces=["nic2"])
        assert list(Description([VM, IP]).with_(changed)) == [changed, IP]

    def test_puts_a_new_resource_at_its_end(self) -> None:
        assert list(Description([VM]).with_(IP)) == [VM, IP]

    def test_stays_as_it_is_when_one_is_taken_out(self) -> None:
        whole = Description([VM, IP])
        assert list(whole.without(VirtualMachine, "vm1")) == [IP]
        assert len(whole) == 2


resources = st.one_of(
    st.builds(ScaleSet, id=st.sampled_from(["a", "A", "b", "c"]), capacity=st.integers(0, 2)),
    st.builds(
        PublicIpAddress,
        id=st.sampled_from(["a", "b", "B"]),
        sku=st.sampled_from(["Basic", "standard"]),
    ),
)
descriptions = st.lists(
    resources, unique_by=lambda each: (type(each), each.name.casefold()), max_size=6
).map(Description)


def applied(difference: Changes, old: Description) -> Description:
    """*old* after what changed."""
    new = old.with_(*difference.added, *(each.after for each in difference.changed))
    for gone in difference.removed:
        new = new.without(type(gone), gone.id)
    return new


class TestChanges:
    def test_tell_what_came_what_changed_and_what_went(self) -> None:
        before, after = ScaleSet(id="set", capacity=2), ScaleSet(id="set", capacity=3)
        told = changes(Description([before, IP]), Description([after, VM]))
        assert told == Changes((VM,), (Change(before, after),), (IP,))

    def test_are_none_where_only_the_spelling_of_a_name_differs(self) -> None:
        respelt: Resource = PublicIpAddress(id="IP", ip_address="203.0.113.10")
        assert not changes(Description([IP]), Description([respelt]))

    @given(descriptions, descriptions)
    def test_make_the_old_description_the_new_one(self, old: Description, new: Description) -> None:
        assert applied(changes(old, new), old) == new

    @given(descriptions)
    def test_are_none_from_a_description_to_itself(self, same: Description) -> None:
        assert not changes(same, same)
