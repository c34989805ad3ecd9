"""Rules and reasons: why something happened, with a name that outlives its wording."""

from __future__ import annotations

import re

from attrs import field, frozen

from azsim.text import Text

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")


@frozen
class Rule:
    """A rule that was applied, or a reason for which something was refused or dropped.

    ``id`` is what programs go by, such as ``snat.exhausted``: it stays as it is when the
    wording gets better, and no two rules share one. ``text`` is what people read; the text
    of a reason is a clause without full stop. ``remedy`` says what to do about it, in sentences.

    >>> Rule("load-balancer.no-flow", Text("no flow", "フローがない")).id
    'load-balancer.no-flow'

    :raises ValueError: for an id that isn't two or more words in small letters with dots
        between them.
    """

    id: str = field()
    text: Text
    remedy: Text | None = field(default=None, eq=False)

    @id.validator
    def _check_id(self, _: object, id: str) -> None:
        if not _ID.fullmatch(id):
            raise ValueError(f"the id of a rule reads like snat.exhausted, not {id!r}")

    def fill(self, **values: object) -> Rule:
        """The same rule, with *values* in the ``{name}`` fields of its text."""
        remedy = None if self.remedy is None else self.remedy.fill(**values)
        return Rule(self.id, self.text.fill(**values), remedy)

    @property
    def then(self) -> Text:
        """The remedy as it follows another sentence; nothing where there is none."""
        remedy = self.remedy
        return Text("", "") if remedy is None else Text(f" {remedy.en}", remedy.ja)


def words(rule: Rule) -> Text:
    """What people read of *rule*."""
    return rule.text
