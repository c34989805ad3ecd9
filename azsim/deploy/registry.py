"""What things are called: every name stands for one thing only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from attrs import define, field

from azsim.text import Advice, Text, did_you_mean, is_plain, quoted

T = TypeVar("T")

LONGEST = 253
"""As long as a DNS name may be."""


def check_name(name: str) -> None:
    """See that *name* may stand in tables, pictures and names of files.

    :raises Advice: where it has several lines, control characters, or a slash, which parts a
        resource from its own parts.
    """
    if len(name) > LONGEST or "/" in name or not is_plain(name):
        raise Advice(
            Text(
                '"{name}" is no name. A name has one line of {most} characters at most, without '
                "slashes and control characters.",
                "「{name}」は名前として使えない。名前は 1 行、{most} 文字までとし、スラッシュと"
                "制御文字を含めない。",
            ).fill(name=quoted(name), most=LONGEST)
        )


@define(eq=False)
class Registry:
    """Everything that a scenario has named, in the order in which it did."""

    _things: dict[str, object] = field(factory=dict, init=False)

    def add(self, name: str, thing: object) -> None:
        """Give *thing* its name.

        :raises Advice: where the name is taken or empty.
        """
        self.check_free(name)
        self._things[name] = thing

    def check_free(self, name: str) -> None:
        """Whether *name* can be given to something.

        :raises Advice: where it is taken or empty.
        """
        self.check_all_free([name])

    def check_all_free(self, names: Sequence[str]) -> None:
        """Whether each of *names* can be given to something of its own.

        :raises Advice: where one is taken, empty, or twice among them.
        """
        for number, name in enumerate(names):
            if not name:
                raise Advice(Text("A name is missing.", "名前がない。"))
            check_name(name)
            if name in self._things or name in names[:number]:
                raise Advice(
                    Text(
                        f'The name "{name}" is given twice. Every name stands for one thing only.',
                        f"名前「{name}」が二度使われている。一つの名前は一つのものだけを指す。",
                    )
                )

    def remove(self, name: str) -> None:
        """Let *name* be free again."""
        del self._things[name]

    def get(self, name: str) -> object | None:
        """The thing of that name, or None."""
        return self._things.get(name)

    def find(self, name: str, kind: type[T]) -> T:
        """The thing of that *kind* with that name.

        :raises Advice: where there is none, with the nearest name.
        """
        thing = self._things.get(name)
        if isinstance(thing, kind):
            return thing
        known = self.names_of(kind)
        raise Advice(
            Text(
                'Nothing is called "{name}" here.{hint}', "「{name}」という名前のものはない。{hint}"
            ).fill(name=quoted(name), hint=did_you_mean(name, known))
        )

    def of_kind(self, kind: type[T]) -> list[T]:
        """Everything of that *kind*, in the order in which it was named."""
        return [each for each in self._things.values() if isinstance(each, kind)]

    def names_of(self, kind: type[object]) -> list[str]:
        """The names of everything of that *kind*."""
        return [name for name, each in self._things.items() if isinstance(each, kind)]

    def __contains__(self, name: str) -> bool:
        return name in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)
