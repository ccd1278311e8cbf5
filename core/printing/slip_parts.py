"""What the papers on a roll have in common: head, title with number and day, the mark of a copy, signatures, foot. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.i18n import gettext as _
from core.printing.layout import Gap, Pair, Picture, Row, Rule, Text, Title
from core.printing.slip_template import USUAL, SlipPart, SlipTemplate
from core.printing.units import unbroken

SIGNING_MM = 14


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose paper it is, the language the papers speak, and what the outlet puts on them."""

    name: str
    address: str | None = None
    phone: str | None = None
    tax_code: str | None = None
    language: str = "vi"
    template: SlipTemplate = USUAL

    @property
    def logo(self) -> bytes | None:
        """The file of the picture that its papers show, if there is one."""
        return self.template.logo if self.template.shows(SlipPart.LOGO) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Which paper it is, when and where it was made; `copy` counts reprints, 0 is the first print. The moment is the outlet's.

    What was made at no till has an empty one.
    """

    title: str
    number: str
    at: datetime
    till: str
    person: str
    copy: int = 0


def head(issuer: Issuer) -> list[Row]:
    """The outlet's picture, its name, address, phone and tax code, and what else it puts at the head."""
    template = issuer.template
    phone = issuer.phone if template.shows(SlipPart.PHONE) else None
    contact = [phone and _("ĐT %(phone)s", phone=phone), issuer.tax_code and _("MST %(code)s", code=issuer.tax_code)]
    address = issuer.address if template.shows(SlipPart.ADDRESS) else None
    about = [address, " · ".join(unbroken(part) for part in contact if part), *(template.header or "").split("\n")]
    picture = [Picture(issuer.logo, issuer.name)] if issuer.logo is not None else []
    return [*picture, Title(issuer.name.upper()), *foot(about)]


def titled(issue: Issue) -> list[Row]:
    """Title and number, moment, till and person, and the mark of a copy."""
    rows: list[Row] = [
        Rule(),
        Pair(issue.title, issue.number, bold=True),
        Pair(f"{issue.at:%d/%m/%Y %H:%M}", " · ".join(part for part in (issue.till, issue.person) if part), small=True),
    ]
    return [*rows, *copy_mark(issue.copy)]


def copy_mark(copy: int) -> list[Row]:
    """What a reprint says of itself; nothing on the first print."""
    return [Text(_("BẢN IN LẠI · LẦN %(count)d", count=copy), bold=True, small=True)] if copy else []


def signatures(left: str, right: str) -> list[Row]:
    """Who signs, and room to do so."""
    sign = _("(ký, họ tên)")
    return [Gap(2), Pair(left, right, bold=True, small=True), Pair(sign, sign, small=True), Gap(SIGNING_MM), Rule()]


def foot(sentences: Sequence[str | None]) -> list[Row]:
    """Small sentences in the middle; those that say nothing are left out."""
    return [Text(sentence, small=True, centred=True) for sentence in said(sentences)]


def said(sentences: Sequence[str | None]) -> tuple[str, ...]:
    """The sentences that say something."""
    return tuple(sentence for sentence in sentences if sentence)


def digest_line(digest: str | None) -> str | None:
    """The beginning of the document's link in the chain, as papers say it."""
    return _("Mã đối chiếu: %(digest)s", digest=digest) if digest else None
