"""Sheets of the paper pad, keyed in later: an offline sale each, its number its id; or spoiled, with the reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from core import clock
from core.db import audit, execute, fetch_all, fetch_one, idempotency
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from pos import audit_actions, checkout, sales
from pos.choices import FlagCode
from pos.counter.models import KeyedSheet, SpoiledSheet
from pos.counter.requests import KeyedSheetRequest, SpoiledSheetRequest
from pos.counter.results import KeyedSheetResult, SpoiledSheetResult
from pos.models import Sale
from pos.pads import pad_numbers
from pos.results import Flag, SaleResult

_SHEETS = uuid.UUID("6f1f6f0e-2a43-4a53-9c0c-6e3b7c1d9a52")


def key_in(number: str, document: KeyedSheetRequest, approval: Approval, actor: Actor) -> SaleResult:
    """Records a sheet as the sale it is. A number that was never printed is flagged: somebody wrote on something else.

    Raises Invalid for a sale that contradicts itself.
    """
    is_printed = pad_numbers.printed_form(number)[1]
    uid = str(uuid.uuid5(_SHEETS, number))
    about = [] if is_printed else [Flag(FlagCode.UNPRINTED_SHEET)]
    sale = checkout.sell(uid, document, approval, actor, about=about)
    idempotency.reserve("sales", [uid])
    execute(insert(KeyedSheet), {"number": number, "sale_uid": uid})
    return sale


def get_sheet(number: str) -> SaleResult:
    """The sale of a sheet as it stands. Raises NotFound."""
    row = fetch_one(select(KeyedSheet.sale_uid).where(KeyedSheet.number == number))
    if row is None:
        raise NotFound(N_("Chưa nhập phiếu viết tay mang số này."))
    return sales.get_sale(row["sale_uid"])


def list_sheets(after: str | None, limit: int) -> list[KeyedSheetResult]:
    """The sheets that were keyed in, by number."""
    query = select(KeyedSheet.number, KeyedSheet.sale_uid, Sale.number.label("sale_number"))
    query = query.join(Sale, Sale.uid == KeyedSheet.sale_uid).order_by(KeyedSheet.number).limit(limit)
    if after is not None:
        query = query.where(KeyedSheet.number > after)
    return [KeyedSheetResult(r["number"], r["sale_uid"], r["sale_number"]) for r in fetch_all(query)]


def spoil(number: str, document: SpoiledSheetRequest, actor: Actor) -> SpoiledSheetResult:
    """Writes down that a printed sheet is no sale. One that turns out to be one is keyed in all the same, and counts as that.

    Raises NotFound for a number that was never printed, and DomainError `sheet_keyed` for one that is a sale.
    """
    if not pad_numbers.printed_form(number)[1]:
        raise NotFound(N_("Chưa in tờ nào mang số này. Xem lại số trên tờ."))
    if is_keyed(number):
        raise DomainError(
            "sheet_keyed", N_("Tờ này đã nhập thành đơn bán, không ghi hỏng được. Khách trả hàng thì làm phiếu trả.")
        )
    result = SpoiledSheetResult(number, document.reason, clock.now(), actor.name)
    values = {"number": number, "reason": result.reason, "spoiled_at": result.spoiled_at, "spoiled_by": result.spoiled_by}
    execute(insert(SpoiledSheet), values)
    audit.note(actor, audit_actions.SHEET_SPOILED, number, reason=document.reason)
    return result


def list_spoiled(after: str | None, limit: int) -> list[SpoiledSheetResult]:
    """The sheets that are no sale, by number."""
    query = _SPOILED.order_by(SpoiledSheet.number).limit(limit)
    if after is not None:
        query = query.where(SpoiledSheet.number > after)
    return [SpoiledSheetResult(**r) for r in fetch_all(query)]


def spoiled_sheet(number: str) -> SpoiledSheetResult | None:
    """What was written down of a spoiled sheet; None of any other."""
    row = fetch_one(_SPOILED.where(SpoiledSheet.number == number))
    return SpoiledSheetResult(**row) if row else None


_SPOILED = select(SpoiledSheet.number, SpoiledSheet.reason, SpoiledSheet.spoiled_at, SpoiledSheet.spoiled_by)


@dataclass(frozen=True, slots=True)
class PadOfYear:
    """The sheets of a year: how many were printed, those that are keyed in or spoiled, and the numbers that are missing."""

    year: int
    printed: int
    keyed: Sequence[KeyedSheetResult]
    spoiled: Sequence[SpoiledSheetResult]
    missing: Sequence[str]


def pad_of(year: int) -> PadOfYear:
    """The sheets of a year. One that was keyed in stands among the keyed ones, printed or not, spoiled or not."""
    printed = pad_numbers.printed_in(year)
    beginning = pad_numbers.sheet_number(year, 1)[:8]
    query = select(KeyedSheet.number, KeyedSheet.sale_uid, Sale.number.label("sale_number"))
    query = query.join(Sale, Sale.uid == KeyedSheet.sale_uid).where(KeyedSheet.number.startswith(beginning, autoescape=True))
    keyed = [KeyedSheetResult(r["number"], r["sale_uid"], r["sale_number"]) for r in fetch_all(query.order_by(KeyedSheet.number))]
    there = {sheet.number for sheet in keyed}
    of_year = _SPOILED.where(SpoiledSheet.number.startswith(beginning, autoescape=True)).order_by(SpoiledSheet.number)
    spoiled = [SpoiledSheetResult(**r) for r in fetch_all(of_year) if r["number"] not in there]
    there |= {sheet.number for sheet in spoiled}
    numbers = (pad_numbers.sheet_number(year, n) for n in range(1, printed + 1))
    return PadOfYear(year, printed, keyed, spoiled, [number for number in numbers if number not in there])


def missing_after(number: str) -> str | None:
    """The sheet to key in after one: the next of its year that is missing, else the first that is; None when none is."""
    found = pad_numbers.year_of(number)
    missing = [one for one in pad_of(found or clock.today().year).missing if one != number]
    return next((one for one in missing if _place(one) > _place(number)), missing[0] if missing else None)


def _place(number: str) -> tuple[int, str]:
    """Printed numbers in their order: past 9999 they have one digit more."""
    return len(number), number


def is_keyed(number: str) -> bool:
    """Whether a sheet was keyed in."""
    return fetch_one(select(KeyedSheet.number).where(KeyedSheet.number == number)) is not None
