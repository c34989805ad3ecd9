"""The numbers of a text that are the values of facts, each with the page of its fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from azsim.facts import show_value
from azsim.livingdocs.site import FactPage
from azsim.reasons import Quantity, keys_of, quantities_in

# Smaller counts are the value of some fact by chance; they lead to one only where it is named.
_TELLING = 10


@frozen
class Piece:
    """A part of a text; a number leads to the ``page`` of the fact that it is the value of."""

    text: str
    page: FactPage | None = None


@frozen
class Numbers:
    """The facts that a behaviour names, in their order, and the others that it rests on."""

    named: Sequence[FactPage] = ()
    rested: Sequence[FactPage] = ()

    def pieces(self, text: str) -> Iterator[Piece]:
        """*text* in pieces, which are numbers of facts and what stands between them."""
        end = 0
        for quantity in quantities_in(text):
            page = self._page(quantity)
            if page is not None:
                if quantity.start > end:
                    yield Piece(text[end : quantity.start])
                yield Piece(text[quantity.start : quantity.end], page)
                end = quantity.end
        if end < len(text):
            yield Piece(text[end:])

    def _page(self, quantity: Quantity) -> FactPage | None:
        """The fact that a number belongs to: a named one, best as it is written there, else the only one."""
        named = _with(self.named, quantity)
        if named:
            written = (page for page in named if quantity.number in _written(page))
            return next(written, named[0])
        kind, value = quantity.key
        if kind == "count" and isinstance(value, Fraction) and value < _TELLING:
            return None
        others = _with(self.rested, quantity)
        return others[0] if len(others) == 1 else None


def _with(pages: Iterable[FactPage], quantity: Quantity) -> list[FactPage]:
    return [page for page in pages if quantity.key in keys_of(page.fact.id)]


def _written(page: FactPage) -> set[Decimal | None]:
    return {each.number for each in quantities_in(show_value(page.fact).en)}
