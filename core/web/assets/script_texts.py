"""The sentences that scripts say by `t("…")`: read for the translation catalogue, given to a page in its reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flask_babel import get_locale

from core.i18n import gettext, in_language
from core.web.assets import scripts

TEXT = r'"(?:[^"\\\n]|\\.)*"'
CALL = re.compile(rf"(?<![\w.$])t\(\s*({TEXT}(?:\s*\+\s*{TEXT})*)")


def sentence_of(call: re.Match[str]) -> str:
    """The sentence that a call of `t` names: one text, or several joined by +."""
    return "".join(json.loads(text) for text in re.findall(TEXT, call[1]))


def sentences_in(paths: Iterable[Path]) -> frozenset[str]:
    """The Vietnamese sentences of scripts."""
    return frozenset(sentence_of(call) for path in paths for call in CALL.finditer(path.read_text("utf-8")))


@cache
def sentences_of(entry: Path) -> frozenset[str]:
    """The Vietnamese sentences of a page's script and all it imports."""
    return sentences_in(scripts.modules(entry))


def translated(entry: Path) -> dict[str, str]:
    """What the page of a script brings along as `#translations`: nothing where its reader speaks Vietnamese."""
    spoken = str(get_locale() or "vi")
    if spoken == "vi":
        return {}
    with in_language(spoken):
        return {sentence: gettext(sentence) for sentence in sentences_of(entry)}
