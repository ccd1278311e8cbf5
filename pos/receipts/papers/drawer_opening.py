"""The slip of a drawer that was opened without a sale: who, when, why."""

from __future__ import annotations

from collections.abc import Mapping

from core import clock
from core.i18n import N_
from core.i18n import gettext as _
from core.printing.layout import Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, head, signatures, titled
from pos.receipts.papers import examples
from pos.results import DrawerOpening

TITLE = N_("Phiếu mở két")


def rows(opening: DrawerOpening, till_name: str, issuer: Issuer, names: Mapping[str, str], copy: int = 0) -> list[Row]:
    """The rows of a drawer opening's slip; `names` is what people are called, by username."""
    who = names.get(opening.by, opening.by)
    issue = Issue(title=_(TITLE), number="", at=clock.local(opening.at), till=till_name, person=who, copy=copy)
    reason = Text(_("Lý do: %(reason)s", reason=opening.reason))
    return [*head(issuer), *titled(issue), Rule(), Text(_("Mở két không bán hàng"), bold=True), reason, *_signed()]


def _signed() -> list[Row]:
    return signatures(_("Thu ngân"), _("Quản lý"))


def _example(copy: int) -> Slip:
    return Slip(_(TITLE), rows(examples.drawer_opening(), examples.TILL, examples.issuer(), examples.NAMES, copy))


DRAWER_OPENING = SlipPaper(name="drawer-opening", label=TITLE, lasts=LONG, make=None, example=_example)
