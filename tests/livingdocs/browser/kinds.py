"""One page of each kind, by its address below the folder of a language."""

from __future__ import annotations

HOSTILE = "features/trials/hostile"
HOSTILE_TITLE = """<script>alert(1)</script> "><img src=x onerror=alert(1)> </title> {{ 7*7 }} '"""

PAGES = {
    "home": "index.html",
    "service": "features/outbound/index.html",
    "feature": "features/outbound/snat_ports/index.html",
    "failing feature": "features/trials/mistakes/index.html",
    "behaviour": "features/load_balancer/request_path/one-tcp-session.html",
    "failing behaviour": "features/trials/mistakes/a-table-that-differs.html",
    "outline": f"{HOSTILE}/name-is-a-cell-of-an-outline.html",
    "long words": "features/trials/long_words/long-second.html",
    "fact": "facts/classic.idle-timeout.html",
    "register": "facts/index.html",
    "sentences": "sentences/index.html",
    "limits": "limits/index.html",
    "glossary": "glossary/index.html",
}
