"""Which version of each agreement holds at a moment, and the terms that its versions say.

A version recorded without a day holds from that moment. One with a day holds from it, if it was confirmed by then, else from its
confirmation; until then the one before it does. Of several that hold the highest number counts. Source: contract of the outlet,
section 14 (Versions).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, exists, select

from core import clock
from core.db import Prepared, Row, fetch_all
from core.money import Bp, Vnd
from suppliers.agreements.models import AgreementConfirmation, AgreementPaper, AgreementTerm, AgreementVersion, TermLoss
from suppliers.choices import Basis, Bearer, CommissionBase, LossCause, VatKeeper, WithoutPaper
from suppliers.commission import Term


@dataclass(frozen=True, slots=True)
class VersionTimes:
    """When a version of an agreement was recorded, from which day it was asked to hold, and when it was confirmed."""

    id: int
    agreement: str
    version: int
    recorded_at: datetime
    from_day: date | None
    confirmed_at: datetime | None

    @property
    def holds_from(self) -> datetime | None:
        """From when it holds, unless a higher one does; None while it waits for its confirmation."""
        if self.from_day is None:
            return self.recorded_at
        return max(clock.midnight(self.from_day), self.confirmed_at) if self.confirmed_at else None


def choose_standing(versions: Iterable[VersionTimes], at: datetime) -> dict[str, int]:
    """The id of the version that holds at a moment, by agreement; versions come in their order.

    An agreement first recorded after the moment counts with its first version, unless that has a day of its own: papers are
    often typed in late.
    """
    standing: dict[str, int] = {}
    for version in versions:
        begins = version.holds_from
        is_first = version.version == 1 and version.from_day is None
        if begins is not None and (begins <= at or is_first):
            standing[version.agreement] = version.id
    return standing


_TIMES = (
    select(
        AgreementVersion.id,
        AgreementVersion.agreement_number,
        AgreementVersion.version,
        AgreementVersion.recorded_at,
        AgreementVersion.from_day,
        AgreementConfirmation.confirmed_at,
    )
    .outerjoin(AgreementConfirmation, AgreementConfirmation.version_id == AgreementVersion.id)
    .order_by(AgreementVersion.agreement_number, AgreementVersion.version)
)


def standing_versions(
    *, agreements: Collection[str] | None = None, producers: Collection[str] | None = None, at: datetime | None = None
) -> dict[str, int]:
    """The id of the version that holds at a moment (default: now) of these agreements, of these producers', or of all."""
    query = _TIMES
    if agreements is not None:
        query = query.where(AgreementVersion.agreement_number.in_(sorted(agreements)))
    if producers is not None:
        query = query.where(AgreementVersion.producer_code.in_(sorted(producers)))
    return choose_standing((_times(r) for r in fetch_all(query)), at or clock.now())


def times_of(agreement: str) -> list[VersionTimes]:
    """The times of each version of an agreement, in their order."""
    return [_times(r) for r in fetch_all(_TIMES.where(AgreementVersion.agreement_number == agreement))]


def times_of_producer(producer: str) -> list[VersionTimes]:
    """The times of each version of a producer's agreements, in their order."""
    return [_times(r) for r in fetch_all(_TIMES.where(AgreementVersion.producer_code == producer))]


def _times(r: Row) -> VersionTimes:
    return VersionTimes(r["id"], r["agreement_number"], r["version"], r["recorded_at"], r["from_day"], r["confirmed_at"])


_TERMS = Prepared(
    select(
        AgreementTerm.__table__,
        AgreementVersion.producer_code,
        AgreementVersion.agreement_number,
        AgreementVersion.version,
        AgreementVersion.starts_on,
        AgreementVersion.ends_on,
        AgreementVersion.grace_days,
        AgreementVersion.recorded_at,
        AgreementVersion.from_day,
        AgreementConfirmation.confirmed_at,
        TermLoss.cause,
        TermLoss.bearer,
        exists()
        .where(AgreementPaper.version_id == AgreementTerm.version_id, AgreementPaper.without == WithoutPaper.NO_SELLING)
        .label("asks_papers"),
    )
    .join(AgreementVersion, AgreementTerm.version_id == AgreementVersion.id)
    .outerjoin(AgreementConfirmation, AgreementConfirmation.version_id == AgreementVersion.id)
    .outerjoin(TermLoss, TermLoss.term_id == AgreementTerm.id)
    .where(AgreementVersion.producer_code.in_(bindparam("producers", expanding=True)))
    .order_by(AgreementVersion.agreement_number, AgreementVersion.version, AgreementTerm.position)
)


def terms_of(producers: Collection[str], at: datetime | None = None) -> dict[str, list[Term]]:
    """Every term of these producers' agreements as they stood at a moment (default: now), by producer."""
    rows = fetch_all(_TERMS, {"producers": sorted(producers)})
    times = {
        r["version_id"]: VersionTimes(
            r["version_id"], r["agreement_number"], r["version"], r["recorded_at"], r["from_day"], r["confirmed_at"]
        )
        for r in rows
    }
    standing = choose_standing(times.values(), at or clock.now())
    bearers: dict[int, dict[LossCause, Bearer]] = defaultdict(dict)
    for r in rows:
        if r["cause"] is not None:
            bearers[r["id"]][LossCause(r["cause"])] = Bearer(r["bearer"])
    terms: dict[str, list[Term]] = defaultdict(list)
    seen: set[int] = set()
    for r in rows:
        # A term comes once for each cause of a loss that is not the outlet's.
        if r["version_id"] == standing.get(r["agreement_number"]) and r["id"] not in seen:
            seen.add(r["id"])
            terms[r["producer_code"]].append(
                Term(
                    id=r["id"],
                    agreement=r["agreement_number"],
                    starts_on=r["starts_on"],
                    ends_on=r["ends_on"],
                    grace_days=r["grace_days"],
                    product=r["product_code"],
                    product_set=r["product_set"],
                    basis=Basis(r["basis"]),
                    rate_bp=r["rate_bp"] or Bp(0),
                    owed_per_unit_vnd=r["owed_per_unit_vnd"] or Vnd(0),
                    discount_bearer=Bearer(r["discount_bearer"]),
                    loss=bearers[r["id"]],
                    loss_allowance_bp=r["loss_allowance_bp"],
                    commission_base=CommissionBase(r["commission_base"]),
                    vat_kept_by=VatKeeper(r["vat_kept_by"]),
                    asks_papers=bool(r["asks_papers"]),
                )
            )
    return terms


def loss_bearers(terms: Collection[int], cause: LossCause) -> dict[int, Bearer]:
    """Who bears losses of a cause under these terms, by the term's id; those that are the outlet's are left out."""
    query = select(TermLoss.term_id, TermLoss.bearer).where(TermLoss.term_id.in_(sorted(terms)), TermLoss.cause == cause)
    return {r["term_id"]: Bearer(r["bearer"]) for r in fetch_all(query)}
