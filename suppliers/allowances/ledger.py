"""What is left of an agreement's allowances, what losses take of them, and what is given back.

An allowance counts by calendar, at the price of the day of each loss. A loss that is taken back gives back what it took, in the
period it took it from. Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, insert, select, tuple_

from core.db import execute, fetch_all
from core.money import Vnd
from core.quantity import Milli, format_quantity
from suppliers.agreements.models import Agreement, AgreementVersion
from suppliers.agreements.standing import standing_versions
from suppliers.allowances.models import AgreementAllowance, AllowanceUse
from suppliers.allowances.results import AllowanceLeft
from suppliers.choices import AllowancePeriod, LossCause, SourceKind
from suppliers.models import BookLine

Key = tuple[str, LossCause]
"""An agreement and a cause."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a loss takes of an allowance; `worth_vnd` is what the lost goods are worth."""

    agreement: str
    cause: LossCause
    lot: str
    quantity: Milli
    worth_vnd: int
    used_vnd: int

    @property
    def exceeds(self) -> bool:
        """Whether the loss is worth more than was left."""
        return self.used_vnd < self.worth_vnd


def left(agreements: Collection[str], day: date) -> dict[Key, int]:
    """What is left on a day of each allowance of these agreements as they stand, đồng; causes without one are left out."""
    return {(each.agreement, each.cause): each.left_vnd for each in standing(agreements, day)}


def standing(agreements: Collection[str], day: date) -> list[AllowanceLeft]:
    """The allowances of these agreements as they stand, with what was used in the calendar's period of a day."""
    query = (
        select(AgreementVersion.agreement_number, AgreementAllowance.__table__)
        .join(AgreementVersion, AgreementVersion.id == AgreementAllowance.version_id)
        .where(AgreementVersion.id.in_(sorted(standing_versions(agreements=agreements).values())))
        .order_by(AgreementVersion.agreement_number, AgreementAllowance.cause)
    )
    allowances = fetch_all(query)
    if not allowances:
        return []
    used = _used({r["agreement_number"] for r in allowances}, day)
    found = []
    for r in allowances:
        per, cause = AllowancePeriod(r["per"]), LossCause(r["cause"])
        first, end = period(per, day)
        used_vnd = used[per][r["agreement_number"], cause]
        allowance = AllowanceLeft(
            agreement=r["agreement_number"],
            cause=cause,
            per=per,
            from_=first,
            to=end - timedelta(days=1),
            value_vnd=r["value_vnd"],
            used_vnd=Vnd(used_vnd),
            left_vnd=Vnd(max(0, r["value_vnd"] - used_vnd)),
        )
        found.append(allowance)
    return found


def of_producer(producer: str, day: date) -> list[AllowanceLeft]:
    """The allowances of a producer's agreements."""
    numbers = {r["number"] for r in fetch_all(select(Agreement.number).where(Agreement.producer_code == producer))}
    return standing(numbers, day) if numbers else []


def period(per: AllowancePeriod, day: date) -> tuple[date, date]:
    """The first day of the calendar month or year of a day, and the first of the next."""
    if per is AllowancePeriod.YEAR:
        return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _used(agreements: Collection[str], day: date) -> Mapping[AllowancePeriod, Mapping[Key, int]]:
    """What was used of allowances in the month and the year of a day."""
    used: dict[AllowancePeriod, dict[Key, int]] = {per: defaultdict(int) for per in AllowancePeriod}
    for per in AllowancePeriod:
        first, end = period(per, day)
        query = select(AllowanceUse.agreement_number, AllowanceUse.cause, func.sum(AllowanceUse.used_vnd).label("vnd"))
        query = query.where(AllowanceUse.agreement_number.in_(sorted(agreements)))
        query = query.where(AllowanceUse.day >= first, AllowanceUse.day < end)
        for r in fetch_all(query.group_by(AllowanceUse.agreement_number, AllowanceUse.cause)):
            used[per][r["agreement_number"], LossCause(r["cause"])] += int(r["vnd"])
    return used


def outside(lots: Collection[str]) -> dict[str, int]:
    """How much of what lots have lost fell under an allowance, by lot, in thousandths of the unit."""
    query = select(AllowanceUse.lot, func.sum(AllowanceUse.quantity).label("quantity"))
    return {
        r["lot"]: int(r["quantity"])
        for r in fetch_all(query.where(AllowanceUse.lot.in_(sorted(lots))).group_by(AllowanceUse.lot))
    }


def record(uses: Sequence[Use], source_kind: SourceKind, source_uid: str, day: date) -> None:
    """Writes what the losses of a document took."""
    rows: list[dict[str, object]] = [
        {
            "agreement_number": use.agreement,
            "cause": use.cause,
            "day": day,
            "source_kind": source_kind,
            "source_uid": source_uid,
            "lot": use.lot,
            "quantity": use.quantity,
            "worth_vnd": use.worth_vnd,
            "used_vnd": use.used_vnd,
            "reverses": None,
        }
        for use in uses
    ]
    execute(insert(AllowanceUse), rows)


def give_back(source_kind: str, source_uid: str) -> None:
    """Gives back what the losses of a document took."""
    query = select(AllowanceUse.__table__).where(
        AllowanceUse.source_kind == source_kind, AllowanceUse.source_uid == source_uid, AllowanceUse.reverses.is_(None)
    )
    rows: list[dict[str, object]] = []
    for r in fetch_all(query.order_by(AllowanceUse.id)):
        row = {name: r[name] for name in ("agreement_number", "cause", "day", "source_kind", "source_uid", "lot")}
        signed = {name: -r[name] for name in ("quantity", "worth_vnd", "used_vnd")}
        rows.append(row | signed | {"reverses": r["id"]})
    execute(insert(AllowanceUse), rows)


def used_by(source_kind: SourceKind, uids: Collection[str]) -> dict[tuple[str, str, LossCause], Vnd]:
    """What documents took of allowances, by document, lot and cause; 0 once they are taken back."""
    query = select(AllowanceUse.__table__).where(
        AllowanceUse.source_kind == source_kind, AllowanceUse.source_uid.in_(sorted(uids))
    )
    used: dict[tuple[str, str, LossCause], Vnd] = {}
    for r in fetch_all(query):
        key = r["source_uid"], r["lot"], LossCause(r["cause"])
        used[key] = Vnd(used.get(key, 0) + r["used_vnd"])
    return used


def gaps() -> Iterator[str]:
    """Uses that are not what the book says is lost, each as a line of text."""
    of = (AllowanceUse.source_kind, AllowanceUse.source_uid, AllowanceUse.lot, AllowanceUse.cause)
    uses = fetch_all(select(*of, func.sum(AllowanceUse.quantity).label("quantity")).group_by(*of).order_by(*of))
    named = (BookLine.source_kind, BookLine.source_uid, BookLine.lot, BookLine.cause)
    keys = [tuple(r[column.key] for column in of) for r in uses]
    query = select(*named, func.sum(-BookLine.quantity).label("quantity")).where(tuple_(*named).in_(keys)).group_by(*named)
    lost = {tuple(r[column.key] for column in named): int(r["quantity"]) for r in fetch_all(query)} if keys else {}
    for key, r in zip(keys, uses, strict=True):
        if int(r["quantity"]) != lost.get(key, 0):
            kind, uid, lot, cause = key
            yield (
                f"{kind}/{uid} lot {lot}: {format_quantity(int(r['quantity']))} under the allowance for {cause}, "
                f"{format_quantity(lost.get(key, 0))} lost"
            )
