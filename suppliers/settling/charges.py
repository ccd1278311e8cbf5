"""What the agreements of a producer charge on a statement that closes.

A charge by cycle comes once in each, one by unit for each unit sold less refunded, one by delivery for each that was not taken
back; what was charged for and came back later is given back on the statement that says so. Source: contract of the outlet,
section 14 (`charges`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from core import clock
from core.db import Row, execute, fetch_all, fetch_one
from core.money import Vnd, times
from core.quantity import Milli
from core.values.uid import new_uid
from suppliers import book
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.agreements.reading import read_versions
from suppliers.agreements.results import AgreementResult, ChargeResult
from suppliers.agreements.standing import standing_versions
from suppliers.book import BookEntry
from suppliers.choices import BookKind, ChargePer, CorrectionKind, Cycle, SourceKind
from suppliers.models import Correction, Statement
from suppliers.settling.cycles import first_day


@dataclass(frozen=True, slots=True)
class Charge:
    """What an agreement charges on one statement, đồng; below zero it gives back."""

    name: str
    amount_vnd: Vnd


def charges_of(producer: str, until: date, claimed: Sequence[Row]) -> list[Charge]:
    """What the agreements in force charge on a statement up to a day that claims these lines."""
    standing = standing_versions(producers=[producer], at=min(clock.now(), clock.end_of_day(until)))
    begin = min((line["day"] for line in claimed), default=until)
    agreements = [
        version
        for version in read_versions(standing.values()).values()
        if version.charges and version.starts_on <= until and not version.ended_before(begin)
    ]
    if not agreements or not claimed:
        return []
    under = _agreements_of(claimed)
    charges = []
    for agreement in agreements:
        mine = [line for line in claimed if under.get(line["term_id"], agreement.number) == agreement.number]
        reckoned = [Charge(charge.name, _amount(agreement, charge, mine, until)) for charge in agreement.charges]
        charges += [charge for charge in reckoned if charge.amount_vnd]
    return charges


def cycle_of(producer: str, until: date) -> Cycle:
    """How often a producer's statements are closed: the shortest cycle of its agreements as they stand, else a month."""
    standing = standing_versions(producers=[producer], at=min(clock.now(), clock.end_of_day(until)))
    query = select(AgreementVersion.cycle).where(AgreementVersion.id.in_(sorted(standing.values())))
    agreed = {Cycle(r["cycle"]) for r in fetch_all(query)}
    return next((cycle for cycle in Cycle if cycle in agreed), Cycle.MONTH)


def is_closed_in_cycle(producer: str, cycle: Cycle, until: date) -> bool:
    """Whether a statement of a producer ends in the cycle that a day lies in."""
    query = select(Statement.uid).where(Statement.producer_code == producer, Statement.until_day >= first_day(cycle, until))
    return fetch_one(query.limit(1)) is not None


def post(producer: str, until: date, charges: Iterable[Charge], by: str) -> None:
    """Writes charges into the book, on the day the statement closes."""
    now = clock.now()
    entries, rows = [], []
    for charge in charges:
        uid = new_uid()
        owed_vnd = -charge.amount_vnd
        entries.append(BookEntry(producer, until, BookKind.CHARGE, SourceKind.CHARGE, uid, owed_vnd=owed_vnd, memo=charge.name))
        row: dict[str, object] = {
            "kind": CorrectionKind.CHARGE,
            "uid": uid,
            "producer_code": producer,
            "amount_vnd": charge.amount_vnd,
            "memo": charge.name,
            "posted_at": now,
            "posted_by": by,
        }
        rows.append(row)
    if entries:
        execute(insert(Correction), rows)
        book.post(entries, now)


def as_lines(producer: str, until: date, charges: Iterable[Charge]) -> list[Row]:
    """Charges as the rows they will be in the book, for a preview: they have no id and no document yet."""
    return [
        {
            "id": 0,
            "uid": new_uid(),
            "reverses": None,
            "producer_code": producer,
            "day": until,
            "kind": BookKind.CHARGE,
            "product_code": None,
            "lot": None,
            "quantity": Milli(0),
            "unit_price_vnd": None,
            "gross_vnd": Vnd(0),
            "discount_vnd": Vnd(0),
            "owed_vnd": Vnd(-charge.amount_vnd),
            "term_id": None,
            "source_kind": SourceKind.CHARGE,
            "source_uid": "",
            "cause": None,
            "memo": charge.name,
        }
        for charge in charges
    ]


def _agreements_of(lines: Sequence[Row]) -> dict[int, str]:
    """The agreement of each term that lines happened under."""
    terms = sorted({line["term_id"] for line in lines if line["term_id"] is not None})
    query = (
        select(AgreementTerm.id, AgreementVersion.agreement_number)
        .join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        .where(AgreementTerm.id.in_(terms))
    )
    return {r["id"]: r["agreement_number"] for r in fetch_all(query)}


def _amount(agreement: AgreementResult, charge: ChargeResult, lines: Sequence[Row], until: date) -> Vnd:
    match charge.per:
        case ChargePer.CYCLE:
            is_charged = is_closed_in_cycle(agreement.producer, agreement.cycle, until)
            return Vnd(0) if is_charged else charge.amount_vnd
        case ChargePer.UNIT:
            moved = sum(line["quantity"] for line in lines if line["kind"] in (BookKind.SOLD, BookKind.REFUNDED))
            return times(charge.amount_vnd, Milli(-moved))
        case ChargePer.DELIVERY:
            return Vnd(charge.amount_vnd * _deliveries(lines))


def _deliveries(lines: Sequence[Row]) -> int:
    """How many deliveries came, less those that were taken back."""
    came: set[str] = set()
    went: set[str] = set()
    for line in lines:
        if line["kind"] == BookKind.RECEIVED and line["source_kind"] == SourceKind.DELIVERY:
            (went if line["reverses"] else came).add(line["source_uid"])
    return len(came) - len(went)
