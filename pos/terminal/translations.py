"""The sentences of the till's scripts: read for the translation catalogue, and given to the till in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import BinaryIO

from flask_babel import get_locale

from core.i18n import gettext, in_language
from core.paths import ROOT
from pos.choices import PaymentMethod

SCRIPTS = ROOT / "static" / "js"
TEXT = r'"(?:[^"\\\n]|\\.)*"'
CALL = re.compile(rf"(?<![\w.$])t\(\s*({TEXT}(?:\s*\+\s*{TEXT})*)")


def extract(
    fileobj: BinaryIO, keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extractor for `t("…")`. Its own for JavaScript passes over a call inside a template string or another call."""
    script = fileobj.read().decode()
    for call in CALL.finditer(script):
        yield script.count("\n", 0, call.start()) + 1, None, sentence_of(call), []


def sentence_of(call: re.Match[str]) -> str:
    """The sentence that a call of `t` names: one text, or several joined by +."""
    return "".join(json.loads(text) for text in re.findall(TEXT, call[1]))


@cache
def sentences() -> frozenset[str]:
    """Every sentence the till can say, in Vietnamese: those of its scripts, and the names that the page brings along."""
    calls = (call for path in SCRIPTS.rglob("*.js") for call in CALL.finditer(path.read_text("utf-8")))
    names = (name for method in PaymentMethod for name in (method.label, method.refund_label))
    return frozenset({*map(sentence_of, calls), *names})


def translated(paper_language: str) -> dict[str, str]:
    """The till's sentences in the other language by the Vietnamese ones; nothing when reader and papers both speak Vietnamese."""
    spoken = {str(get_locale() or "vi"), paper_language} - {"vi"}
    if not spoken:
        return {}
    with in_language(spoken.pop()):
        return {sentence: gettext(sentence) for sentence in sentences()}
