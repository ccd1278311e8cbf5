"""What stood at a moment gone by: the terms of a producer's agreements, and who was to bear offers and baskets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from core.db import fetch_all
from pos.baskets.models import BasketAgreement, BasketVersion
from pos.choices import OfferBearer
from pos.offers.models import OfferAgreement, OfferVersion
from pos.pricing.lines import Adjustment, AdjustmentKind, PricedLine
from pos.pricing.parts import AgreedTo, borne
from suppliers.agreements.models import AgreementTerm, AgreementVersion
from suppliers.agreements.reading import read_versions
from suppliers.agreements.rules import rules_of
from suppliers.agreements.standing import choose_standing, times_of_producer
from suppliers.choices import Bearer
from suppliers.commission import Term


@dataclass(frozen=True, slots=True)
class Period:
    """The days of an agreement as one of its versions says, and the rank of its terms among those of other agreements."""

    starts_on: date
    ends_on: date | None
    grace_days: int
    rank: int


class PastTerms:
    """Every version of a producer's agreements, and which of them stood when."""

    def __init__(self, producer: str) -> None:
        self._times = times_of_producer(producer)
        says = read_versions([version.id for version in self._times])
        query = select(AgreementTerm.id, AgreementTerm.version_id, AgreementTerm.position)
        query = query.join(AgreementVersion, AgreementVersion.id == AgreementTerm.version_id)
        query = query.where(AgreementVersion.producer_code == producer)
        self._terms: dict[int, list[Term]] = defaultdict(list)
        self.by_id: dict[int, Term] = {}
        self._version_of: dict[int, int] = {}
        rules = {version: rules_of(one) for version, one in says.items()}
        for r in fetch_all(query.order_by(AgreementTerm.version_id, AgreementTerm.position)):
            term = replace(rules[r["version_id"]][r["position"] - 1], id=r["id"])
            self._terms[r["version_id"]].append(term)
            self.by_id[term.id] = term
            self._version_of[term.id] = r["version_id"]

    def beside(self, agreement: str, at: datetime) -> list[Term]:
        """The terms of all other agreements as they stood at a moment."""
        standing = choose_standing(self._times, at)
        return [term for number, version in standing.items() if number != agreement for term in self._terms[version]]

    def period(self, agreement: str, at: datetime, sold_by: int | None) -> Period | None:
        """The days of an agreement as it stood: by the term that a line was sold by, if it is one of the agreement's."""
        version = self._version_of.get(sold_by) if sold_by is not None else None
        if version is None or self._terms[version][0].agreement != agreement:
            version = choose_standing(self._times, at).get(agreement)
        if version is None:
            return None
        first = self._terms[version][0]
        return Period(first.starts_on, first.ends_on, first.grace_days, first.id)


@dataclass(frozen=True, slots=True)
class _Said:
    """A version of an offer or basket: from when it stood, who bears it, and when the producer agreed to that."""

    recorded_at: datetime
    bearer: Bearer | None
    agreed_at: datetime | None


class PastBearers:
    """Who offers and baskets named as the bearer, and whether a producer had agreed, at any moment."""

    def __init__(self, producer: str) -> None:
        self._said: dict[AgreedTo, list[_Said]] = defaultdict(list)
        offers = select(
            OfferVersion.offer_code.label("code"), OfferVersion.recorded_at, OfferVersion.bearer, OfferAgreement.agreed_at
        ).outerjoin(OfferAgreement, (OfferAgreement.version_id == OfferVersion.id) & (OfferAgreement.producer_code == producer))
        baskets = select(
            BasketVersion.basket_code.label("code"), BasketVersion.recorded_at, BasketVersion.bearer, BasketAgreement.agreed_at
        ).outerjoin(
            BasketAgreement, (BasketAgreement.version_id == BasketVersion.id) & (BasketAgreement.producer_code == producer)
        )
        for kind, query in (
            (AdjustmentKind.OFFER, offers.order_by(OfferVersion.offer_code, OfferVersion.version)),
            (AdjustmentKind.BASKET, baskets.order_by(BasketVersion.basket_code, BasketVersion.version)),
        ):
            for r in fetch_all(query):
                said = _Said(r["recorded_at"], OfferBearer(r["bearer"]).named, r["agreed_at"])
                self._said[kind, r["code"]].append(said)

    def asked(self, adjustments: Sequence[Adjustment], sold_by: Term | None, at: datetime) -> tuple[PricedLine, set[AgreedTo]]:
        """The adjustments of a line as they were taken, each with the bearer that it named itself, and what was agreed to.

        Where what is known of an offer contradicts how the line was split, the line is believed.
        """
        named: list[Adjustment] = []
        agreed: set[AgreedTo] = set()
        for one in adjustments:
            key = one.kind, one.code
            said = self._standing(key, at)
            own = replace(one, bearer=said.bearer if said else None)
            words = {key} if said and said.agreed_at is not None and said.agreed_at <= at else set()
            as_split = borne(PricedLine(one.amount_vnd, (own,)), sold_by, is_own=False, agreed=words).adjustments[0]
            if as_split.bearer is not one.bearer:
                of_term = borne(PricedLine(one.amount_vnd, (replace(one, bearer=None),)), sold_by, is_own=False, agreed=())
                own = replace(one, bearer=None if of_term.adjustments[0].bearer is one.bearer else one.bearer)
                words = {key}
            named.append(own)
            agreed |= words
        return PricedLine(0, tuple(named)), agreed

    def _standing(self, key: AgreedTo, at: datetime) -> _Said | None:
        said = self._said.get(key, [])
        return next((one for one in reversed(said) if one.recorded_at <= at), said[-1] if said else None)
