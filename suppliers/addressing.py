"""How a producer is addressed: texts to it and about it say HTX, and of one of another kind the word for its own is read."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from functools import cache

from sqlalchemy import select

from core.db import fetch_one
from core.i18n import N_, Reword, gettext, reword_request, reworded
from core.text.formats import capitalized
from suppliers.choices import ProducerKind
from suppliers.models import Producer

SHORT_NAMES = {
    ProducerKind.COOPERATIVE: N_("HTX"),
    ProducerKind.GROUP: N_("tổ hợp tác"),
    ProducerKind.ENTERPRISE: N_("doanh nghiệp"),
    ProducerKind.HOUSEHOLD: N_("hộ kinh doanh"),
    ProducerKind.OUTLET: N_("điểm bán"),
}
"""What a producer is called in a sentence about its money."""
_BEGINS = re.compile(r"(^|[.!?:;]\s+)HTX\b")
_INSIDE = re.compile(r"\bHTX\b")


def addressed(text: str, kind: ProducerKind) -> str:
    """A text that says HTX as a producer of this kind reads it."""
    if kind is ProducerKind.COOPERATIVE or "HTX" not in text:
        return text
    name = gettext(SHORT_NAMES[kind])
    if text == "HTX":
        return name
    return _INSIDE.sub(name, _BEGINS.sub(lambda begin: begin[1] + capitalized(name), text))


def speaking_to(kind: ProducerKind) -> AbstractContextManager[None]:
    """Inside, messages that say HTX are said as a producer of this kind reads them."""
    return reworded(lambda text: addressed(text, kind))


def speaking_of(producer: str) -> AbstractContextManager[None]:
    """Inside, messages that say HTX call this producer what it is. It is looked up once a text names it."""
    return reworded(_words_of(producer))


def speak_of(producer: str | None) -> None:
    """The same for all that this request says from now on, what its templates say too; None: of no certain producer."""
    reword_request(_words_of(producer) if producer else None)


def _words_of(producer: str) -> Reword:
    kind = cache(lambda: kind_of(producer))
    return lambda text: addressed(text, kind()) if "HTX" in text else text


def kind_of(producer: str) -> ProducerKind:
    """What a producer is; a cooperative where nobody knows it."""
    row = fetch_one(select(Producer.kind).where(Producer.code == producer))
    return ProducerKind(row["kind"]) if row else ProducerKind.COOPERATIVE
