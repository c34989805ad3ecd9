"""All facts, and what one scenario reads of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from importlib import resources

from azsim.facts.on_demand import DocumentsOnDemand, FactsOnDemand
from azsim.facts.record import Fact
from azsim.facts.values import Value
from azsim.text import nearest

DOCUMENTS = "documents.toml"
FILES = (
    "network.toml",
    "outbound_classic.toml",
    "outbound.toml",
    "nat_gateway.toml",
    "public_ips.toml",
    "network_interfaces.toml",
    "load_balancer_outbound.toml",
    "app_service.toml",
    "firewall.toml",
    "aks.toml",
    "load_balancing.toml",
    "load_balancer_rules.toml",
    "network_security_groups.toml",
    "traffic_manager.toml",
    "expressroute.toml",
    "resource_manager.toml",
    "hosts.toml",
)


class UnknownFact(LookupError):
    """An id that names no fact: a bug of the code that asked for it."""

    def __init__(self, fact_id: str) -> None:
        close = nearest(fact_id, registry())
        hint = f"; did you mean {close!r}?" if close else ""
        super().__init__(f"no fact has the id {fact_id!r}{hint}")


class WrongKind(TypeError):
    """A fact that was asked for as another kind than it is: a bug of the code that asked."""

    def __init__(self, fact_id: str, wanted: str, value: Value | None = None) -> None:
        found = "a behaviour" if value is None else repr(value)
        super().__init__(f"fact {fact_id!r} is not {wanted}: {found}")


@cache
def registry() -> Mapping[str, Fact]:
    """Every fact by its id, in the order of the files and of the facts in them.

    Whoever asks for one has it checked: a mistake in it is a :class:`~azsim.facts.reading.FactFileError` then.
    """
    folder = resources.files("azsim.facts")

    def content(name: str) -> str:
        return folder.joinpath(name).read_text(encoding="utf-8")

    documents = DocumentsOnDemand(DOCUMENTS, content(DOCUMENTS))
    return FactsOnDemand({name: content(name) for name in FILES}, documents)


class Facts:
    """The facts as one scenario sees them, some parameters of them *changed* for a proof.

    It remembers which facts were read. A network function reads a parameter when it
    first decides by it, and says where a behaviour applies, so that the record says which
    facts a scenario depends on.
    """

    def __init__(self, changed: Mapping[str, Value] | None = None) -> None:
        """
        :raises UnknownFact: where *changed* names a fact that doesn't exist.
        :raises WrongKind: where it names a behaviour, which has no value to change.
        """
        self._changed = dict(changed or {})
        for fact_id in self._changed:
            if _known(fact_id).value is None:
                raise WrongKind(fact_id, "a parameter")
        self._read: dict[str, None] = {}
        self._heard: dict[str, None] = {}

    @contextmanager
    def heard(self) -> Iterator[dict[str, None]]:
        """What is asked within rests on the facts that this gives, in order.

        A parameter that a profile has read before isn't among them.
        """
        before, self._heard = self._heard, {}
        heard = self._heard
        try:
            yield heard
        finally:
            self._heard = before

    @property
    def read(self) -> tuple[str, ...]:
        """The ids that were read, each once, in the order of their first reading."""
        return tuple(self._read)

    def __getitem__(self, fact_id: str) -> Value:
        """The value of a parameter, which from now on counts as read.

        :raises UnknownFact: where no fact has this id.
        :raises WrongKind: for a behaviour, which has no value.
        """
        value = _known(fact_id).value
        if value is None:
            raise WrongKind(fact_id, "a parameter")
        self._read[fact_id] = self._heard[fact_id] = None
        return self._changed.get(fact_id, value)

    def rests_on(self, fact_id: str) -> None:
        """What happens now is the behaviour *fact_id*, which from now on counts as read.

        It tells nothing, so that nobody can branch on a behaviour.

        :raises UnknownFact: where no fact has this id.
        :raises WrongKind: for a parameter, which has a value to be read.
        """
        self._heard[fact_id] = None
        if fact_id in self._read:
            return
        value = _known(fact_id).value
        if value is not None:
            raise WrongKind(fact_id, "a behaviour", value)
        self._read[fact_id] = None

    def duration(self, fact_id: str) -> int:
        """A duration in nanoseconds."""
        return self.number(fact_id)

    def number(self, fact_id: str) -> int:
        """A whole number."""
        value = self[fact_id]
        if not isinstance(value, int):
            raise WrongKind(fact_id, "a whole number", value)
        return value

    def fraction(self, fact_id: str) -> Fraction:
        """A number of percent or times, as a fraction of one whole."""
        value = self[fact_id]
        if not isinstance(value, Fraction):
            raise WrongKind(fact_id, "a number of percent or times", value)
        return value

    def names(self, fact_id: str) -> tuple[str, ...]:
        """The members of a set or of an order."""
        value = self[fact_id]
        names = tuple(item for item in _items(value) if isinstance(item, str))
        if not isinstance(value, tuple) or len(names) < len(value):
            raise WrongKind(fact_id, "a set or an order", value)
        return names

    def text(self, fact_id: str) -> str:
        """A name."""
        value = self[fact_id]
        if not isinstance(value, str):
            raise WrongKind(fact_id, "a text", value)
        return value

    def table(self, fact_id: str) -> tuple[tuple[int, ...], ...]:
        """The rows of a table: up to which number, and the value there."""
        value = self[fact_id]
        rows = tuple(item for item in _items(value) if isinstance(item, tuple))
        if not rows:
            raise WrongKind(fact_id, "a table", value)
        return rows


def _known(fact_id: str) -> Fact:
    try:
        return registry()[fact_id]
    except KeyError:
        raise UnknownFact(fact_id) from None


def _items(value: Value) -> tuple[str | tuple[int, ...], ...]:
    return value if isinstance(value, tuple) else ()
