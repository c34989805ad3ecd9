"""What an engineer types on an instance: nslookup and netstat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field

from azsim.azure.connections import Connections
from azsim.deploy.machines import Machine
from azsim.hosts.dns import NameServer, Records
from azsim.model.events import CommandRan, Passed
from azsim.model.payload import DnsQuery, DnsRecord
from azsim.questions.dns_answers import last_message
from azsim.questions.instances import instance_in_step
from azsim.text import Advice, Text
from azsim.tools.capture import Side, captured_rows
from azsim.tools.command_line import split_command_line
from azsim.tools.netstat import netstat, read_netstat
from azsim.tools.nslookup import Lookup, answer_text, parse_nslookup, time_out_text

COLUMNS = (Text("source", "送信元"), Text("destination", "宛先"), Text("flags", "フラグ"))

NOT_WINDOWS = Text(
    "nslookup and netstat print here as Windows does, and {machine} doesn't run Windows. Leave out what "
    "it runs, or look at it by a Then.",
    "ここでの nslookup と netstat の表示は Windows のものであり、{machine} の OS は Windows ではない。"
    "OS の指定を取り除くか、「ならば」の文で確かめる。",
)

Expected = Mapping[str, Any]
Row = tuple[str, str, str]
Comparison = tuple[Text, Sequence[Text], Sequence[Row], Sequence[Row]]


@define(eq=False)
class Commands:
    """The command lines that steps run; the last output is the one that steps speak of."""

    outbound: Connections
    _output: str | None = field(default=None, init=False)
    _resolver: str | None = field(default=None, init=False)

    def run(self, name: str, line: str) -> None:
        """Run a command line on an instance.

        :raises Advice: for a program or an option that isn't there.
        """
        instance = self.outbound.machine(name)
        if not instance.host.prints_as_windows:
            raise Advice(NOT_WINDOWS.fill(machine=instance_in_step(name)))
        command = split_command_line(line, ("nslookup", "netstat"))
        if command.program == "nslookup":
            self._output = self._nslookup(instance, parse_nslookup(command.arguments))
        else:
            self._output = netstat(command.arguments, instance.host, self.outbound.world.now)
        self.outbound.world.trace.add(CommandRan, instance.name, command=line, output=self._output)

    def output(self) -> str:
        """What the last command printed.

        :raises Advice: where none was run.
        """
        if self._output is None:
            raise Advice(
                Text(
                    "No step before this one runs a command.",
                    "これより前にコマンドを実行するステップがない。",
                )
            )
        return self._output

    def states_toward(self, address: str, port: int) -> list[str]:
        """The states in which the last netstat printed the connections to a destination."""
        rows = read_netstat(self.output())
        return [row.state for row in rows if row.foreign == f"{address}:{port}"]

    def captured_on(self, name: str, expected: Sequence[Expected]) -> Comparison:
        """The first packets of a capture on an instance, beside the *expected* ones."""
        instance = self.outbound.machine(name)
        what = Text(f"packet capture on {name}", f"{name} のパケット キャプチャ")
        return self._captured(what, instance.name, None, expected)

    def captured_outside(self, expected: Sequence[Expected]) -> Comparison:
        """The first packets of a capture outside the translation, beside the *expected* ones."""
        events = self.outbound.world.trace.events
        translators = {each.where for each in events if isinstance(each, Passed)}
        what = Text("packet capture outside the translation", "変換の外側のパケット キャプチャ")
        if len(translators) != 1:
            raise Advice(
                Text(
                    f"Packets pass {len(translators)} translations in this scenario; "
                    "the sentence speaks of one.",
                    f"このシナリオでパケットが通る変換は {len(translators)} か所である。"
                    "この文は 1 か所の場合に使う。",
                )
            )
        return self._captured(what, translators.pop(), "outside", expected)

    def _captured(
        self, what: Text, where: str, side: Side | None, expected: Sequence[Expected]
    ) -> Comparison:
        rows = captured_rows(self.outbound.world.trace.events, where, side)[: len(expected)]
        shown = [(row.source, row.destination, row.flags) for row in rows]
        wanted = [(each["source"], each["destination"], each["flags"] or "") for each in expected]
        return what, COLUMNS, wanted, shown

    def _nslookup(self, instance: Machine, lookup: Lookup) -> str:
        facts = self.outbound.world.facts
        resolver = facts.text("classic.lookup.resolver")
        if lookup.resolver != resolver:
            raise Advice(
                Text(
                    f"Only the resolver {resolver} is modelled: write nslookup NAME {resolver}",
                    f"モデル化しているリゾルバーは {resolver} だけである。"
                    f"nslookup 名前 {resolver} と書く。",
                )
            )
        world = self.outbound.world
        address = self._open_resolver()
        query = DnsQuery(next(world.packet_ids) & 0xFFFF, lookup.name)
        mark = len(world.trace)
        self.outbound.send_query(instance, address, query)
        answer = last_message(world.trace.since(mark))
        if answer is None:
            waits = [facts.duration("host.lookup-wait")] * facts.number("host.lookup-queries")
            return time_out_text(address, waits, resolver)
        return answer_text(answer, address, resolver)

    def _open_resolver(self) -> str:
        """The address of the public resolver, which says who asks."""
        world = self.outbound.world
        if self._resolver is None:
            self._resolver = world.facts.text("classic.lookup.resolver-address")
            resolver = world.facts.text("classic.lookup.resolver")
            world.host(
                resolver, world.internet, self._resolver, application=NameServer(self._who_asks)
            )
        return self._resolver

    def _who_asks(self, name: str, source: str) -> Records:
        if name.lower() == self.outbound.world.facts.text("classic.lookup.name"):
            return (DnsRecord(name, "A", source, 0),)
        return ()
