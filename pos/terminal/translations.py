"""The sentences of the till's scripts: read for the translation catalogue, and given to the till in the reader's language."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import BinaryIO

from flask_babel import get_locale

from core.i18n import gettext, in_language
from core.paths import ROOT
from core.web.assets.script_texts import CALL, sentence_of, sentences_in
from pos.choices import PaymentMethod

SCRIPTS = ROOT / "static" / "js"


def extract(
    fileobj: BinaryIO, keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extractor for `t("…")`. Its own for JavaScript passes over a call inside a template string or another call."""
    script = fileobj.read().decode()
    for call in CALL.finditer(script):
        yield script.count("\n", 0, call.start()) + 1, None, sentence_of(call), []


@cache
def sentences() -> frozenset[str]:
    """Every sentence the till can say, in Vietnamese: those of its scripts, and the names that the page brings along."""
    names = (name for method in PaymentMethod for name in (method.label, method.refund_label, method.slip_label))
    return frozenset({*sentences_in(SCRIPTS.rglob("*.js")), *names})


def translated(paper_language: str) -> dict[str, str]:
    """The till's sentences in the other language by the Vietnamese ones; nothing when reader and papers both speak Vietnamese."""
    spoken = {str(get_locale() or "vi"), paper_language} - {"vi"}
    if not spoken:
        return {}
    with in_language(spoken.pop()):
        return {sentence: gettext(sentence) for sentence in sentences()}
