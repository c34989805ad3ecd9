"""``python -m benchmarks.compare_traces OLD_PYTHON NEW_PYTHON PATH ...``: what differs in traces.

Plays the feature files with an azsim that writes format 1 and with one that writes format 2,
each by the Python that it is installed for, and says which events differ. Left aside are what
format 2 has for the first time: the ids of rules, and the events by which SNAT tells what it
does about a port. Format 1 gave the ports in use once all releases of an instant were done,
so that of several at once only the last is compared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

Line = dict[str, Any]
Place = tuple[str, int, int | None]

NEW_KINDS: Final = {
    "port-taken",
    "port-refused",
    "timer-restarted",
    "hold-began",
    "flow-reopened",
}
# What format 1 calls each kind; the last four had their own fields in "details" only.
KINDS: Final = {
    "sent": "send",
    "passed": "pass",
    "delivered": "deliver",
    "dropped": "drop",
    "flow-opened": "open",
    "flow-refused": "refuse",
    "flow-closed": "close",
    "pool-resized": "resize",
    "sampled": "sample",
}
EVENTS: Final = {
    "probes-began": ("probes", "the health probes run"),
    "request-began": ("request", "a client sends a request"),
    "command-ran": ("command", "a command is run"),
    "latency-measured": ("measurement", "latency is measured"),
}
COMMON: Final = ("scenario", "line", "row", "sequence", "ns", "kind", "where")
TIMED_OUT: Final = ("idle timeout", "reclaimed")


def main() -> int:
    """Play, compare, and return 1 where something differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_traces")
    parser.add_argument("old", metavar="OLD_PYTHON", help="has an azsim that writes format 1")
    parser.add_argument("new", metavar="NEW_PYTHON", help="has an azsim that writes format 2")
    parser.add_argument("paths", metavar="PATH", nargs="+", help="feature files and folders")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        old = read(played(given.old, given.paths, Path(folder) / "old.jsonl"))
        new = read(played(given.new, given.paths, Path(folder) / "new.jsonl"))
        after = {place: list(map(as_before, lines)) for place, lines in new.items()}
    events = differing = 0
    for place in dict.fromkeys([*old, *after]):
        before, now = settled(old.get(place, [])), settled(after.get(place, []))
        events += len(before)
        pairs = [pair for pair in zip_longest(before, now) if pair[0] != pair[1]]
        if pairs:
            differing += 1
            print(f"{place}: {len(pairs)} events differ, the first of them\n  {pairs[0]}")
    print(f"{len(old)} scenarios, {events} events: {differing} scenarios differ")
    return int(differing > 0)


def played(python: str, paths: list[str], trace: Path) -> Path:
    """The trace of *paths* as the azsim of that *python* plays them."""
    # Not what lies in this folder, but what is installed.
    command = [python, "-P", "-m", "azsim", "run", *paths, "--trace", str(trace)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if not trace.exists():
        sys.exit(result.stdout + result.stderr)
    return trace


def read(trace: Path) -> dict[Place, list[Line]]:
    """The lines of each scenario, without those of kinds that are new."""
    found: dict[Place, list[Line]] = {}
    with trace.open(encoding="utf-8") as lines:
        next(lines)
        for line in map(json.loads, lines):
            place = (line["scenario"], line["line"], line["row"])
            kept = found.setdefault(place, [])
            if line["kind"] not in NEW_KINDS:
                kept.append(line)
    return found


def as_before(line: Line) -> Line:
    """A line of format 2 in the words of format 1."""
    own = {name: value for name, value in line.items() if name not in COMMON}
    made = {name: line[name] for name in ("scenario", "line", "row", "ns", "where")}
    made |= {"kind": KINDS.get(line["kind"], "event"), "packet": None, "before": None}
    made |= {"after": None, "rule": own.get("text")}
    match line["kind"]:
        case "sent":
            made |= {"packet": own["packet"]["id"], "after": without_id(own["packet"])}
        case "passed":
            made |= {"packet": own["before"]["id"], "before": without_id(own["before"])}
            made |= {"after": without_id(own["after"])}
        case "delivered" | "dropped":
            made |= {"packet": own["packet"]["id"], "before": without_id(own["packet"])}
        case "flow-opened" | "flow-refused":
            made |= {"before": own["inside"], "after": own.get("outside")}
        case "flow-closed":
            made |= {"before": own["inside"], "after": own["outside"]}
            made["details"] = {"ending": own["ending"]}
        case "port-released":
            made |= {"kind": "time out" if own["why"] in TIMED_OUT else "release"}
            made |= {"before": own["flow"]}
            made["details"] = {"reason": own["why"], "in_use": own["in_use"]}
        case "asked":
            answer = {"answer": "accepted"}
            if own["rule"] is not None:
                answer = {"answer": "refused", "reason": own["text"]}
            made |= {"kind": "request", "rule": own["request"], "details": answer}
        case "health-changed":
            made |= {"rule": "the endpoint is degraded", "details": {"event": "degraded"}}
        case kind if kind in EVENTS:
            event, rule = EVENTS[kind]
            made |= {"rule": rule, "details": {"event": event} | own}
        case _:
            made["details"] = own
    return made


def without_id(packet: Mapping[str, Any]) -> Line:
    """A packet as format 1 writes it, where its id stands beside it."""
    return {name: value for name, value in packet.items() if name != "id"}


def settled(lines: list[Line]) -> list[Line]:
    """The lines without their numbers, and with the ports in use of an instant's last release."""
    return [*reversed(list(_settled(lines)))]


def _settled(lines: list[Line]) -> Iterator[Line]:
    told: set[tuple[Any, ...]] = set()
    for line in reversed(lines):
        kept = {name: value for name, value in line.items() if name != "sequence"}
        if line["kind"] in ("release", "time out"):
            before = line["before"]
            source = before["source"].partition(":")[0]
            instant = (line["ns"], line["where"], before["protocol"], source)
            if instant in told:
                kept["details"] = {"reason": line["details"]["reason"]}
            told.add(instant)
        yield kept


if __name__ == "__main__":
    raise SystemExit(main())
