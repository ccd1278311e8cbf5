"""Offers read from their rows: as they stand, and as they stood at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import aliased

from core.db import Prepared, Row, fetch_all
from pos.choices import OfferBearer, OfferKind, OfferScope
from pos.offers.models import Offer as OfferRow
from pos.offers.models import OfferAgreement, OfferDay, OfferStep, OfferTarget, OfferVersion
from pos.pricing import AdjustmentKind
from pos.pricing.offers import AgeStep, Offer
from pos.pricing.parts import AgreedTo

_PRESENT = (
    select(OfferVersion.__table__)
    .join(OfferRow, (OfferRow.code == OfferVersion.offer_code) & (OfferRow.newest_version == OfferVersion.version))
    .order_by(OfferVersion.id)
)
_OTHER = aliased(OfferVersion)
_OF_MOMENT = (
    select(func.max(_OTHER.version))
    .where(_OTHER.offer_code == OfferVersion.offer_code, _OTHER.recorded_at <= bindparam("at"))
    .scalar_subquery()
)
_PAST = select(OfferVersion.__table__).where(OfferVersion.version == _OF_MOMENT).order_by(OfferVersion.id)
_ON_DAY = (OfferVersion.from_day <= bindparam("day"), OfferVersion.to_day >= bindparam("day"), ~OfferVersion.retired)
_STANDING, _STOOD = Prepared(_PRESENT.where(*_ON_DAY)), Prepared(_PAST.where(*_ON_DAY))
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_DAYS, _TARGETS, _STEPS = (
    Prepared(select(part.__table__).where(part.version_id.in_(_IDS)).order_by(*part.__table__.primary_key))
    for part in (OfferDay, OfferTarget, OfferStep)
)
_AGREED = Prepared(select(OfferAgreement.__table__).where(OfferAgreement.version_id.in_(_IDS)))
_CODES: BindParameter[str] = bindparam("codes", expanding=True)
_NAMED_NOW = Prepared(_PRESENT.where(OfferVersion.offer_code.in_(_CODES)))
_NAMED_THEN = Prepared(_PAST.where(OfferVersion.offer_code.in_(_CODES)))


class Offers:
    """The offers of one moment that hold on its business day; `at` None is now."""

    def __init__(self, day: date, at: datetime | None) -> None:
        self._at = at
        on_day = {"day": day}
        rows = fetch_all(_STANDING, on_day) if at is None else fetch_all(_STOOD, {**on_day, "at": at})
        self._versions = {row["offer_code"]: row["id"] for row in rows}
        self.on_day: Sequence[Offer] = priced(rows) if rows else ()

    def holding(self, day: date, time: str) -> list[Offer]:
        """Those that hold at a time of the outlet's clock, as `17:05`."""
        return [offer for offer in self.on_day if offer.holds(day, time)]

    def named(self, codes: Collection[str]) -> dict[str, Offer]:
        """Offers by code, whether they hold or not; what nobody ever made is left out."""
        known = {offer.code: offer for offer in self.on_day if offer.code in codes}
        others = sorted(set(codes) - known.keys())
        if others:
            rows = [] if self._at is None else list(fetch_all(_NAMED_THEN, {"codes": others, "at": self._at}))
            then = {row["offer_code"] for row in rows}
            rows += [row for row in fetch_all(_NAMED_NOW, {"codes": others}) if row["offer_code"] not in then]
            self._versions |= {row["offer_code"]: row["id"] for row in rows}
            known |= {offer.code: offer for offer in priced(rows)}
        return known

    def agreed(self) -> dict[str, set[AgreedTo]]:
        """The offers that each producer had agreed to."""
        codes = {version: code for code, version in self._versions.items()}
        agreed: dict[str, set[AgreedTo]] = defaultdict(set)
        for row in fetch_all(_AGREED, {"ids": sorted(codes)}) if codes else ():
            if self._at is None or row["agreed_at"] <= self._at:
                agreed[row["producer_code"]].add((AdjustmentKind.OFFER, codes[row["version_id"]]))
        return agreed


def priced(rows: Sequence[Row]) -> list[Offer]:
    """Rows of versions as the pipeline of prices takes them."""
    ids = {"ids": sorted(row["id"] for row in rows)}
    days: dict[int, set[int]] = defaultdict(set)
    targets: dict[int, set[str]] = defaultdict(set)
    steps: dict[int, list[AgeStep]] = defaultdict(list)
    for part in fetch_all(_DAYS, ids):
        days[part["version_id"]].add(part["day"])
    for part in fetch_all(_TARGETS, ids):
        targets[part["version_id"]].add(target_of(part))
    for part in fetch_all(_STEPS, ids):
        steps[part["version_id"]].append(AgeStep(part["days_left"], part["rate_bp"]))
    return [
        Offer(
            code=row["offer_code"],
            name=row["name"],
            first=row["from_day"],
            last=row["to_day"],
            scope=OfferScope(row["scope"]),
            kind=OfferKind(row["kind"]),
            targets=frozenset(targets[row["id"]]),
            days=frozenset(days[row["id"]]),
            hours=None if row["hours_from"] is None else (row["hours_from"], row["hours_to"]),
            rate_bp=row["rate_bp"],
            amount_vnd=row["amount_vnd"] or 0,
            price_vnd=row["price_vnd"] or 0,
            buy=row["buy_units"] or 0,
            get=row["get_units"] or 0,
            threshold_vnd=row["threshold_vnd"] or 0,
            steps=tuple(steps[row["id"]]),
            bearer=OfferBearer(row["bearer"]).named,
            priority=row["priority"],
        )
        for row in rows
    ]


def target_of(row: Row) -> str:
    """What a row of targets names, as text."""
    named = (row["product_code"], row["product_set"], row["producer_code"], row["lot"])
    return str(next(target for target in named if target is not None))
