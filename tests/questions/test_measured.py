"""What PsPing measured, out of traces."""

from __future__ import annotations

from pathlib import Path

from azsim.azure import Azure
from azsim.questions.measured import Measured, measured
from azsim.tools.trace_lines import lines

CLIENT, MACHINE = "10.100.10.2", "10.128.1.4"
RECORDINGS = Path(__file__).parents[2] / "features" / "expressroute" / "recordings"


def connected() -> Azure:
    azure = Azure()
    azure.expressroute.describe_client(CLIENT)
    azure.expressroute.describe_machine("vm", MACHINE)
    azure.expressroute.set_sku("ErGw3AZ")
    return azure


def recording(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes()


def found(azure: Azure) -> tuple[Measured, ...]:
    return measured(azure.world.trace.events)


def test_a_simulated_run_is_measured_without_its_warm_up() -> None:
    azure = connected()
    azure.expressroute.run(CLIENT, f"psping -n 5 {MACHINE}:3389", fastpath=True)
    [run] = azure.expressroute.measurements.simulated_runs()
    assert found(azure) == (Measured(True, None, run.samples, 0),)
    assert len(run.samples) == 5


def test_lost_pings_are_counted() -> None:
    azure = connected()
    azure.expressroute.delete_gateway()
    azure.expressroute.run(CLIENT, f"psping {MACHINE}:3389")
    assert found(azure) == (Measured(False, None, (), 4),)


def test_recordings_name_their_file() -> None:
    azure = Azure()
    measurements = azure.expressroute.measurements
    measurements.read_recordings(recording, ["before-1.txt"], fastpath=False)
    measurements.read_recordings(recording, ["after-1.txt", "after-2.txt"], fastpath=True)
    assert [(each.fastpath, each.file) for each in found(azure)] == [
        (False, "before-1.txt"),
        (True, "after-1.txt"),
        (True, "after-2.txt"),
    ]


def test_the_trace_holds_each_sample_and_null_for_a_lost_one() -> None:
    azure = connected()
    azure.expressroute.delete_gateway()
    azure.expressroute.run(CLIENT, f"psping -n 1 {MACHINE}:3389")
    [line] = [line for line in lines(azure.world.trace.events) if '"latency-measured"' in line]
    assert line.endswith('"fastpath":false,"samples":[null],"file":null}')


def test_nothing_was_measured() -> None:
    assert measured(()) == ()
