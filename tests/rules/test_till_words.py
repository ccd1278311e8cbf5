"""Every text of the browser's scripts goes through the translation catalogue, and a script fills every blank it leaves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.web.assets.script_texts import CALL, sentence_of
from pos.terminal.translations import SCRIPTS
from tests.rules.test_catalogue import PLACEHOLDER, VIETNAMESE

COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
OTHER_CALL = re.compile(r"(?<!function )(?<![\w.$])t\(")


def bare(script: str) -> str:
    """A script without its comments and without the sentences it gives to `t`."""
    return CALL.sub("translated(", COMMENT.sub("", script))


def scripts() -> list[Path]:
    return sorted(SCRIPTS.rglob("*.js"))


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_no_sentence_beside_the_catalogue(path: Path) -> None:
    rest = bare(path.read_text("utf-8"))
    assert [line.strip() for line in rest.splitlines() if VIETNAMESE.search(line)] == []
    assert not OTHER_CALL.search(rest), "t() takes one plain string, or the catalogue misses its text"


def test_a_sentence_beside_the_catalogue_is_found() -> None:
    assert VIETNAMESE.search(bare('say("Đã gửi hết");'))
    assert VIETNAMESE.search(bare("say(`còn ${n} ngày`); // ngày"))
    assert not VIETNAMESE.search(bare('// Đã gửi\nsay(`${t("Đã gửi hết")}: ${n}`);'))


def names_given(script: str, at: int) -> set[str]:
    """The names in `, { count: total, number }` where a call goes on after its sentence."""
    given = re.match(r"\s*,\s*\{", script[at:])
    if not given:
        return set()
    at, depth, outer = at + given.end(), 0, ""
    while depth >= 0:
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(script[at], 0)
        outer += script[at] if depth == 0 else ""
        at += 1
    return {part.partition(":")[0].strip() for part in outer.split(",")} - {""}


def test_every_blank_is_filled() -> None:
    wrong = []
    for path in scripts():
        script = path.read_text("utf-8")
        for call in CALL.finditer(script):
            blanks = {blank[2:-2] for blank in PLACEHOLDER.findall(sentence_of(call))}
            if blanks != names_given(script, call.end()):
                wrong.append(f"{path.name}: {call[1]} gets {sorted(names_given(script, call.end()))}")
    assert not wrong, "\n".join(wrong)
