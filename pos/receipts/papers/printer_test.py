"""A short slip that shows whether a till's printer prints."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from core import clock
from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.printing.issuer import present_issuer
from core.printing.layout import Pair, Rule, Text, Title
from core.printing.papers import SHORT, Slip, SlipPaper
from core.printing.slip_parts import Issuer
from pos.models import Till
from pos.receipts.papers import examples


def _make(till: str, _copy: int) -> Slip:
    found = fetch_one(select(Till.name).where(Till.code == till))
    if found is None:
        raise NotFound(N_("Không có máy bán hàng này."))
    return _slip(present_issuer(), found["name"], clock.local(clock.now()))


def _slip(issuer: Issuer, till: str, at: datetime) -> Slip:
    with in_language(issuer.language):
        title = _("Phiếu in thử")
        return Slip(title, [Title(issuer.name.upper()), Rule(), Pair(title, f"{at:%d/%m/%Y %H:%M}"), Text(till)])


def _example(copy: int) -> Slip:
    sale = examples.sale(copy)
    return _slip(sale.issuer, sale.till_name, sale.issued_at)


PRINTER_TEST = SlipPaper(name="printer-test", label=N_("Phiếu in thử"), lasts=SHORT, make=_make, example=_example)
