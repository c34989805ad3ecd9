"""The map on the home page."""

from __future__ import annotations

import pytest
from attrs import frozen
from svg_labels import broad, check_labels

from azsim.livingdocs.pictures.canvas import LAPTOP, PHONE
from azsim.livingdocs.pictures.services import draw
from azsim.livingdocs.services import described, known_services
from azsim.text import Language, Text


@frozen
class Service:
    """A service as the map knows it."""

    id: str
    address: str
    name: Text


NOWHERE = "deployments"
"""A deployment of one's own holds services, and is no place among them."""
SERVICES = [
    Service(id, f"features/{id}", described(id)[0]) for id in known_services() if id != NOWHERE
]


def test_there_is_no_map_without_a_service_on_it() -> None:
    assert draw([]) is None
    assert draw([Service("own", "features/own", Text("Own", "Own"))]) is None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_service_leads_to_its_pages_on_any_screen(language: Language) -> None:
    forms = draw(SERVICES)
    assert forms is not None
    for form, room in zip(forms, (LAPTOP, PHONE), strict=True):
        svg = form.to(language)
        check_labels(svg)
        assert broad(svg) <= room
        for service in SERVICES:
            assert f'<a href="{service.address}/index.html">' in svg
