"""The slip of a drawer that was opened without a sale: who, when, why."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from core import clock
from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.people import people
from core.printing.issuer import present_issuer
from core.printing.layout import Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, head, signatures, titled
from pos.counter import results
from pos.counter.models import DrawerOpening
from pos.models import Shift, Till
from pos.receipts.papers import examples

TITLE = N_("Phiếu mở két")


def rows(opening: results.DrawerOpening, till_name: str, issuer: Issuer, names: Mapping[str, str], copy: int = 0) -> list[Row]:
    """The rows of a drawer opening's slip; `names` is what people are called, by username."""
    who = names.get(opening.by, opening.by)
    issue = Issue(title=_(TITLE), number="", at=clock.local(opening.at), till=till_name, person=who, copy=copy)
    reason = Text(_("Lý do: %(reason)s", reason=opening.reason))
    return [*head(issuer), *titled(issue), Rule(), Text(_("Mở két không bán hàng"), bold=True), reason, *_signed()]


def _signed() -> list[Row]:
    return signatures(_("Thu ngân"), _("Quản lý"))


def _make(uid: str, copy: int) -> Slip:
    query = select(DrawerOpening.__table__, Till.name.label("till_name")).join(Shift, Shift.uid == DrawerOpening.shift_uid)
    row = fetch_one(query.join(Till, Till.code == Shift.till_code).where(DrawerOpening.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lần mở két này."))
    opening, issuer = results.DrawerOpening(uid, row["reason"], row["opened_at"], row["opened_by"]), present_issuer()
    with in_language(issuer.language):
        return Slip(_(TITLE), rows(opening, row["till_name"], issuer, people.names(), copy))


def _example(copy: int) -> Slip:
    return Slip(_(TITLE), rows(examples.drawer_opening(), examples.TILL, examples.issuer(), examples.NAMES, copy))


DRAWER_OPENING = SlipPaper(name="drawer-opening", label=TITLE, lasts=LONG, make=_make, example=_example)
