"""The drawings of goods, which the till draws too: read from its modules, so that there is one of each.

A drawing stands on a grid of 56: a line of 1.5, and a block of its group's colour printed a little off it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from core.paths import ROOT
from core.text.search_fold import fold

_TILL = ROOT / "static" / "js" / "till"
_TEXT = re.compile(r'"([^"]*)"')
GIFT = "gift"
"""What has no drawing of its own."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Two SVG paths on a grid of 56."""

    block: str
    line: str


@cache
def drawings() -> dict[str, Drawing]:
    """All drawings by name."""
    text = (_TILL / "ui" / "drawings.js").read_text("utf-8")
    found = re.findall(r"^  (\w+): \{\s*block:(.*?),\s*line:(.*?),?\s*\},$", text, re.MULTILINE | re.DOTALL)
    made = {name: Drawing("".join(_TEXT.findall(block)), "".join(_TEXT.findall(line))) for name, block, line in found}
    assert GIFT in made, "the till's drawings are written in a way that is not understood"
    return made


@cache
def _rules() -> tuple[list[tuple[list[str], str]], dict[int, str], dict[str, str]]:
    text = (_TILL / "domain" / "pictures.js").read_text("utf-8")
    by_name = [(words.split("|"), name) for words, name in re.findall(r'^  \["([^"]+)", "(\w+)"\],$', text, re.MULTILINE)]
    by_set = {int(n): name for n, name in re.findall(r'^  (\d+): "(\w+)",$', text, re.MULTILINE)}
    tints = dict(re.findall(r'^  ([a-z]+): "(\w+)",$', text, re.MULTILINE))
    assert by_name and by_set and tints, "the till's choice of drawings is written in a way that is not understood"
    return by_name, by_set, tints


def drawing_of(name: str, product_set: int | None) -> str:
    """The drawing of a product, by its name and its product set."""
    by_name, by_set, _ = _rules()
    folded = f" {fold(name)} "
    match = next((drawing for words, drawing in by_name if any(f" {word}" in folded for word in words)), None)
    return match or by_set.get(product_set or 0, GIFT)


def tint_of(drawing: str) -> str:
    """The group of colours that a drawing stands on."""
    return _rules()[2].get(drawing, GIFT)
