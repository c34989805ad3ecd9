"""Cloud services of the classic model: a configuration and its definition, and what is told of them."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from azsim.azure import Azure
from azsim.azure.deployments import deploy
from azsim.explaining.answers import Explanation
from azsim.explaining.explanation import explain
from azsim.explaining.outbound import ANYWHERE, HTTPS
from azsim.explaining.telling.as_json import as_json
from azsim.facts import Facts
from azsim.readers import inputs
from azsim.readers.placing import placed
from azsim.readers.records import recorded
from azsim.text import Advice

CONFIGURATION = """<?xml version="1.0" encoding="utf-8"?>
<ServiceConfiguration serviceName="Shop" osFamily="4" osVersion="*"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceConfiguration">
  <Role name="Web">
    <Instances count="50" />
    <ConfigurationSettings>
      <Setting name="Storage" value="AccountKey=hunter2" />
    </ConfigurationSettings>
  </Role>
  <Role name="Worker">
    <Instances count="3" />
  </Role>
</ServiceConfiguration>
"""
DEFINITION = """<?xml version="1.0" encoding="utf-8"?>
<ServiceDefinition name="Shop"
    xmlns="http://schemas.microsoft.com/ServiceHosting/2008/10/ServiceDefinition">
  <WebRole name="Web" vmsize="Small">
    <Endpoints>
      <InputEndpoint name="Http" protocol="http" port="80" localPort="8080" />
    </Endpoints>
  </WebRole>
  <WorkerRole name="Worker" vmsize="Small" />
</ServiceDefinition>
"""
MUTATIONS = int(os.environ.get("AZSIM_EXAMPLES", "300"))
LONGEST = 30
"""Seconds of the processor for the worst input, on a slow machine."""


def read(
    folder: Path, configuration: str = CONFIGURATION, definition: str = DEFINITION
) -> Explanation:
    (folder / "Cloud.cscfg").write_text(configuration, encoding="utf-8")
    (folder / "ServiceDefinition.csdef").write_text(definition, encoding="utf-8")
    names = [(folder / "Cloud.cscfg").as_posix()]
    return explain(inputs.read(names, inputs.from_disk), names)


def test_instances_leave_by_the_endpoint_of_their_role_or_by_the_fallback(tmp_path: Path) -> None:
    web, worker = read(tmp_path).machines
    assert (len(web.names), web.names[0], web.kind, web.subnet) == (
        50,
        "Web_IN_0",
        "role instance",
        "Shop/Web",
    )
    assert web.outbound.method == "load-balanced endpoint"
    assert worker.outbound.method == "fallback address"
    assert [each.each for each in web.outbound.ports] == [1024, 1024]


def test_the_endpoint_is_the_way_in(tmp_path: Path) -> None:
    web, worker = read(tmp_path).machines
    [way] = web.inbound
    assert (way.through, way.protocol, way.ports, way.back_end_ports) == (
        "Shop",
        "TCP",
        "80",
        "8080",
    )
    assert worker.inbound == ()


def test_an_address_that_no_file_says_is_told_as_none(tmp_path: Path) -> None:
    web, _ = read(tmp_path).machines
    [address] = web.outbound.addresses
    assert address.address is None


def test_a_pool_at_the_end_of_a_row_is_a_finding(tmp_path: Path) -> None:
    found = read(tmp_path)
    [growth] = [each for each in found.findings if each.id == "growth"]
    assert growth.about == ("Shop",)
    assert growth.place is not None
    assert str(growth.place).endswith("Cloud.cscfg:2")


def test_settings_are_in_no_answer(tmp_path: Path) -> None:
    assert "hunter2" not in as_json(read(tmp_path), "en")


def test_what_is_told_is_what_happens(tmp_path: Path) -> None:
    """As many flows to one destination succeed as there are ports, and not one more."""
    for machines in read(tmp_path).machines:
        [tcp, _] = machines.outbound.ports
        assert tcp.each is not None
        facts = Facts()
        names = [(tmp_path / "Cloud.cscfg").as_posix()]
        records = recorded(inputs.read(names, inputs.from_disk), facts)
        azure = Azure()
        assert deploy(azure.cloud, placed(records.resources, facts).resources) == []
        azure.outbound.open_many(machines.names[0], "TCP", tcp.each + 1, [(ANYWHERE, HTTPS)])
        assert len(azure.outbound.attempt().refusals) == 1


def test_a_folder_holds_both(tmp_path: Path) -> None:
    read(tmp_path)
    names = inputs.files_at([tmp_path])
    assert len(names) == 2
    assert inputs.read(names, inputs.from_disk).resources


def test_a_configuration_alone_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.cscfg"
    path.write_text(CONFIGURATION, encoding="utf-8")
    with pytest.raises(Advice, match="csdef"):
        inputs.read([path.as_posix()], inputs.from_disk)


def test_a_definition_alone_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "a.csdef"
    path.write_text(DEFINITION, encoding="utf-8")
    with pytest.raises(Advice, match="cscfg"):
        inputs.read([path.as_posix()], inputs.from_disk)


def test_a_role_that_is_not_defined_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, CONFIGURATION.replace('"Worker"', '"Other"'))
    [doubt] = found.unresolved
    assert (doubt.path, str(doubt.place).rpartition(":")[2]) == ("Other", "10")


def test_a_reserved_ip_is_told_as_not_known(tmp_path: Path) -> None:
    network = (
        "<NetworkConfiguration><AddressAssignments><ReservedIPs><ReservedIP name='shop-ip' />"
        "</ReservedIPs></AddressAssignments></NetworkConfiguration></ServiceConfiguration>"
    )
    found = read(tmp_path, CONFIGURATION.replace("</ServiceConfiguration>", network))
    assert [each.path for each in found.unresolved] == ["shop-ip"]


def test_more_instances_than_the_table_has_are_refused(tmp_path: Path) -> None:
    found = read(tmp_path, CONFIGURATION.replace('"50"', '"999999"'))
    assert found.machines == ()
    assert "400" in next(each for each in found.findings if each.id == "refused").text.en


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
        "<a>" * 100_000,
        "<a b='1' b='2'/>",
        "<a>&nothing;</a>",
        "<a><b></a></b>",
        "<a/><a/>",
        "<",
    ],
)
def test_what_is_no_service_ends_in_advice(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.cscfg"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Advice, match="a.cscfg"):
        inputs.read([path.as_posix()], inputs.from_disk)


def test_a_mutated_input_ends_in_an_answer_or_in_advice(tmp_path: Path) -> None:
    begun = time.process_time()
    for seed in range(MUTATIONS // 3):
        draw = random.Random(seed)
        files = [CONFIGURATION.replace('"50"', '"5"'), DEFINITION]
        for _ in range(draw.randint(1, 3)):
            which = draw.randrange(2)
            text = files[which]
            start = draw.randrange(len(text))
            end = min(len(text), start + draw.randint(0, 40))
            files[which] = (
                text[:start] + draw.choice(["", "<", ">", "9", '"', "-1", "é"]) + text[end:]
            )
        try:
            read(tmp_path, *files)
        except Advice:
            continue
    assert time.process_time() - begun < LONGEST * max(1, MUTATIONS / 300)
