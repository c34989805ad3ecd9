"""Who looks at the reasons that scenarios give."""

from __future__ import annotations

from azsim.reasons import objections

azsim_reason_checks = (objections,)
