"""What the steps of one scenario share: the fixture ``scenario``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import Factory, define

from azsim.files.named import read_named
from azsim.gherkin.playing import project
from azsim.text import Language, Text

NO_INPUTS: Mapping[str, object] = MappingProxyType({})


EXPECT_IT = Text(
    "No later step of the scenario mentions this. Add a Then that expects it.",
    "後のどのステップもこれに触れていない。これを確かめる「ならば」を加える。",
)


@define(eq=False)
class Debt:
    """Something that happened in a step and that a later step has to settle, as *remedy* says."""

    text: Text
    remedy: Text
    step: int
    settled: bool = False

    def settle(self) -> None:
        """A later step has mentioned it."""
        self.settled = True


@define(eq=False)
class Scenario:
    """The scenario that is being played, as its steps and their fixtures see it.

    ``inputs`` come from whoever plays the scenario (:func:`azsim.gherkin.play`) and
    ``report`` goes back there; neither means anything to this package. ``wanted``
    names the attachments that somebody is going to read. ``on_step`` is called whenever
    another step begins.
    """

    language: Language
    name: str
    path: Path
    line: int = 0
    row: int | None = None
    seed: int = 0
    inputs: Mapping[str, object] = NO_INPUTS
    wanted: frozenset[str] = frozenset()
    report: dict[str, object] = Factory(dict)
    attachments: dict[str, str | bytes] = Factory(dict)
    debts: list[Debt] = Factory(list)
    step: int = 0
    on_step: list[Callable[[], None]] = Factory(list)

    @property
    def folder(self) -> Path:
        """Where the feature file lies."""
        return self.path.parent

    def read(self, name: str) -> bytes:
        """What the file *name* holds; it is looked up beside the feature file.

        Every step that reads a file reads it by this method, which looks at none outside
        the project of the feature file.

        :raises Advice: where the file isn't there, or isn't one to be read.
        """
        return read_named(name, self.folder, project.folder_of(self.path))

    def attach(self, name: str, content: str | bytes) -> None:
        """Hand *content* out with the result of the scenario.

        The ending of *name* says what it is: reports show ``picture.png`` as a picture,
        and ``ticket.uri`` as a link, whose address is the content.
        Two names mean something to the command line. ``trace`` is text, JSON lines
        without the keys ``scenario``, ``line`` and ``row``, which are put in front of
        each line when it is written. ``captures`` is the bytes of a capture file, and
        ``captures/PLACE`` those of one of several.
        """
        self.attachments[name] = content

    def owe(self, text: Text, remedy: Text | None = None, /) -> Debt:
        """What happened just now must be settled by a later step, mostly by mentioning it.

        A debt that nobody has settled at the end fails the scenario at the step
        where it arose, with *text* as the reason and *remedy* as what to do, by default to add a Then.
        """
        debt = Debt(text, remedy or EXPECT_IT, self.step)
        self.debts.append(debt)
        return debt

    def unsettled(self) -> Debt | None:
        """The first debt that no step has mentioned."""
        return next((debt for debt in self.debts if not debt.settled), None)
