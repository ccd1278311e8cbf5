"""The slip of cash that was put into a drawer or taken out of it, to sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import chain, clock
from core.db import fetch_one
from core.errors import NotFound
from core.i18n import N_, in_language
from core.i18n import gettext as _
from core.people import people
from core.printing.issuer import present_issuer
from core.printing.layout import Big, Pair, Row, Rule, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.slip_parts import Issue, Issuer, digest_line, foot, head, signatures, titled
from core.text.formats import vnd
from core.text.number_words import amount_in_words
from pos.choices import CashMoveKind
from pos.counter.results import CashMoveResult
from pos.models import CashMove, Shift, Till
from pos.receipts.papers import examples

TITLES = {CashMoveKind.IN: N_("Phiếu nộp tiền vào két"), CashMoveKind.OUT: N_("Phiếu rút tiền khỏi két")}
OTHERS = {CashMoveKind.IN: N_("Người nộp"), CashMoveKind.OUT: N_("Người nhận")}
"""Who signs beside the cashier."""


@dataclass(frozen=True, slots=True)
class CashMoveFacts:
    """A cash move with what its slip says beside it; `at` is on the outlet's clock, people by username."""

    move: CashMoveResult
    at: datetime
    till_name: str
    by: str
    digest: str | None


def rows(facts: CashMoveFacts, issuer: Issuer, names: Mapping[str, str], copy: int = 0) -> list[Row]:
    """The rows of a cash move's slip."""
    move = facts.move
    who = names.get(facts.by, facts.by)
    issue = Issue(title=_(TITLES[move.kind]), number="", at=facts.at, till=facts.till_name, person=who, copy=copy)
    printed = [*head(issuer), *titled(issue), Rule(), Big(_("Số tiền"), vnd(move.amount_vnd))]
    printed += [Text(amount_in_words(move.amount_vnd), small=True), Text(_("Lý do: %(reason)s", reason=move.reason))]
    if move.approved_by:
        printed.append(Pair(_("Người duyệt"), names.get(move.approved_by, move.approved_by), small=True))
    return [*printed, *signatures(_(OTHERS[move.kind]), _("Thu ngân")), *foot([digest_line(facts.digest)])]


def _facts(uid: str) -> CashMoveFacts:
    query = select(CashMove.__table__, Till.name.label("till_name"))
    query = query.join(Shift, Shift.uid == CashMove.shift_uid).join(Till, Till.code == Shift.till_code)
    row = fetch_one(query.where(CashMove.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lần nộp, rút tiền này."))
    move = CashMoveResult(
        uid=uid,
        shift=row["shift_uid"],
        kind=CashMoveKind(row["kind"]),
        amount_vnd=row["amount_vnd"],
        reason=row["reason"],
        at=row["moved_at"],
        approved_by=row["approved_by"],
    )
    return CashMoveFacts(move, clock.local(move.at), row["till_name"], row["moved_by"], chain.printed_digest(uid))


def _make(uid: str, copy: int) -> Slip:
    facts, issuer = _facts(uid), present_issuer()
    with in_language(issuer.language):
        return Slip(_(TITLES[facts.move.kind]), rows(facts, issuer, people.names(), copy))


def _example(move: CashMoveResult, copy: int) -> Slip:
    facts = CashMoveFacts(move, move.at, examples.TILL, "ha", "0d9e6b7a41c8")
    return Slip(_(TITLES[move.kind]), rows(facts, examples.issuer(), examples.NAMES, copy))


CASH_IN = SlipPaper(
    name="cash-in",
    label=TITLES[CashMoveKind.IN],
    lasts=LONG,
    make=_make,
    example=lambda copy: _example(examples.cash_in(), copy),
)
CASH_OUT = SlipPaper(
    name="cash-out",
    label=TITLES[CashMoveKind.OUT],
    lasts=LONG,
    make=_make,
    example=lambda copy: _example(examples.cash_out(), copy),
)
