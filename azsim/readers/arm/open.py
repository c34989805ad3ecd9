"""Objects of which Azure knows more than a template says, such as a resource that is deployed.

What isn't said in one isn't missing: it isn't known. The id of a part follows from its name.
"""

from __future__ import annotations

from collections.abc import Callable

from azsim.readers.declared import Object, Unknown, Value
from azsim.text import Text

FILLED_IN = Text("Azure fills it in when it is deployed", "デプロイ時に Azure が設定する値である")


class Open(Object):
    """An object that Azure adds to."""

    __slots__ = ("_elsewhere", "called", "id", "reason")

    def __init__(
        self,
        value: Object,
        called: str,
        *,
        id: str | None = None,
        reason: Text = FILLED_IN,
        elsewhere: Callable[[str], Value] | None = None,
    ) -> None:
        """*value*, and what isn't known in it for this *reason*.

        :param called: the expression that gives it
        :param id: what the ids of its parts begin with
        :param elsewhere: gives a member that isn't in *value*, or null
        """
        places = {key: place for key in value if (place := value.place_of(key)) is not None}
        super().__init__(value.items(), value.place, places)
        self.called = called
        self.id = id
        self._elsewhere = elsewhere
        self.reason = reason

    def look(self, key: str) -> Value:
        """The member *key*, which may be unknown, and is open in its turn."""
        called = f"{self.called}.{key}"
        value = self.get(key)
        if self._elsewhere is not None and value in (None, ()):
            value = self._elsewhere(key)
        if value is None and key not in self:
            return Unknown(self.reason, f"{{{called}}}")
        if isinstance(value, Open):
            return value
        if isinstance(value, Object):
            return Open(value, called, reason=self.reason)
        if isinstance(value, tuple):
            parts = (self._part(each, key, f"{called}[{at}]") for at, each in enumerate(value))
            return OpenArray(parts, called, self.reason)
        return value

    def _part(self, value: Value, kind: str, called: str) -> Value:
        if not isinstance(value, Object):
            return value
        name = value.get("name")
        if self.id is not None and isinstance(name, str) and "id" not in value:
            value = value.with_("id", f"{self.id}/{kind}/{name}")
        return Open(value, called, reason=self.reason)


class OpenArray(tuple[Value, ...]):
    """An array that Azure adds to."""

    called: str
    reason: Text

    def __new__(cls, items: object, called: str, reason: Text) -> OpenArray:
        """*items*, by the expression that gives them."""
        made = super().__new__(cls, items)  # type: ignore[arg-type]
        made.called = called
        made.reason = reason
        return made

    def look(self, index: int) -> Value:
        """The item at *index*, which may be unknown."""
        if 0 <= index < len(self):
            return self[index]
        return Unknown(self.reason, f"{{{self.called}[{index}]}}")
