"""The event of an endpoint that becomes degraded.

Whoever lets an endpoint be degraded writes an event with the rule `DEGRADED` at it.
"""

from __future__ import annotations

from azsim.text import Text

DEGRADED = Text("the endpoint is degraded", "エンドポイントは機能低下である")
