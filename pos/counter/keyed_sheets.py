"""Sheets of the paper pad, keyed in later: each is a sale that was made offline, and its number is its id."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select

from core import clock
from core.db import execute, fetch_all, fetch_one, idempotency
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.approvals import Approval
from pos import checkout, sales
from pos.choices import FlagCode
from pos.counter.models import KeyedSheet
from pos.counter.requests import KeyedSheetRequest
from pos.counter.results import KeyedSheetResult
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


@dataclass(frozen=True, slots=True)
class PadOfYear:
    """The sheets of a year: how many were printed, those that are keyed in, and the numbers that are missing."""

    year: int
    printed: int
    keyed: Sequence[KeyedSheetResult]
    missing: Sequence[str]


def pad_of(year: int) -> PadOfYear:
    """The sheets of a year. One that was keyed in without having been printed stands among the keyed ones."""
    printed = pad_numbers.printed_in(year)
    beginning = pad_numbers.sheet_number(year, 1)[:8]
    query = select(KeyedSheet.number, KeyedSheet.sale_uid, Sale.number.label("sale_number"))
    query = query.join(Sale, Sale.uid == KeyedSheet.sale_uid).where(KeyedSheet.number.startswith(beginning, autoescape=True))
    keyed = [KeyedSheetResult(r["number"], r["sale_uid"], r["sale_number"]) for r in fetch_all(query.order_by(KeyedSheet.number))]
    there = {sheet.number for sheet in keyed}
    numbers = (pad_numbers.sheet_number(year, n) for n in range(1, printed + 1))
    return PadOfYear(year, printed, keyed, [number for number in numbers if number not in there])


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
