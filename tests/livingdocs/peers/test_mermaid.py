"""Mermaid can draw every diagram in the articles."""

from __future__ import annotations

from rendered import Node


def test_every_diagram_is_one(node: Node, diagrams: list[str]) -> None:
    mistakes = node("mermaid.cjs", diagrams)
    assert diagrams
    assert {
        diagram: mistake
        for diagram, mistake in zip(diagrams, mistakes, strict=True)
        if mistake is not None
    } == {}


def test_what_is_none_is_noticed(node: Node) -> None:
    (mistake,) = node("mermaid.cjs", ["sequenceDiagram\n  a->>"])
    assert "Parse error" in mistake
