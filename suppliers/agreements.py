"""Agreements: recorded in versions, looked up by producer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, select, update

from core import clock
from core.db import Prepared, Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.money import Bp, Vnd
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.allowances.models import AgreementAllowance, AgreementExpiry
from suppliers.allowances.results import AllowanceResult, OnExpiryResult
from suppliers.choices import AllowancePeriod, Basis, Bearer, CommissionBase, ExpiryChoice, LossCause, VatKeeper
from suppliers.commission import Term
from suppliers.models import Agreement, AgreementTerm, AgreementVersion, Producer, Product, TermLoss
from suppliers.producers import refuse_owner
from suppliers.requests import ANSWER_DAYS, AgreementRequest
from suppliers.results import AgreementResult, TermResult

_TERMS = Prepared(
    select(
        AgreementTerm.__table__,
        AgreementVersion.producer_code,
        AgreementVersion.agreement_number,
        AgreementVersion.version,
        AgreementVersion.starts_on,
        AgreementVersion.ends_on,
        AgreementVersion.recorded_at,
        TermLoss.cause,
        TermLoss.bearer,
    )
    .join(AgreementVersion, AgreementTerm.version_id == AgreementVersion.id)
    .outerjoin(TermLoss, TermLoss.term_id == AgreementTerm.id)
    .where(AgreementVersion.producer_code.in_(bindparam("producers", expanding=True)))
    .order_by(AgreementVersion.agreement_number, AgreementVersion.version, AgreementTerm.position)
)


def terms_of(producers: Collection[str], at: datetime | None = None) -> dict[str, list[Term]]:
    """Every term of these producers' agreements as they stood at a moment (default: now), by producer.

    An agreement first recorded after the moment counts with its first version: papers are often typed in late.
    """
    versions = fetch_all(_TERMS, {"producers": sorted(producers)})
    standing: dict[str, int] = {}
    for r in versions:
        number = r["agreement_number"]
        if number not in standing or at is None or r["recorded_at"] <= at:
            standing[number] = r["version"]
    bearers: dict[int, dict[LossCause, Bearer]] = defaultdict(dict)
    for r in versions:
        if r["cause"] is not None:
            bearers[r["id"]][LossCause(r["cause"])] = Bearer(r["bearer"])
    terms: dict[str, list[Term]] = defaultdict(list)
    seen: set[int] = set()
    for r in versions:
        # A term comes once for each cause of a loss that is not the outlet's.
        if r["version"] == standing[r["agreement_number"]] and r["id"] not in seen:
            seen.add(r["id"])
            terms[r["producer_code"]].append(
                Term(
                    id=r["id"],
                    agreement=r["agreement_number"],
                    starts_on=r["starts_on"],
                    ends_on=r["ends_on"],
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
                )
            )
    return terms


def loss_bearers(terms: Collection[int], cause: LossCause) -> dict[int, Bearer]:
    """Who bears losses of a cause under these terms, by the term's id; those that are the outlet's are left out."""
    query = select(TermLoss.term_id, TermLoss.bearer).where(TermLoss.term_id.in_(sorted(terms)), TermLoss.cause == cause)
    return {r["term_id"]: Bearer(r["bearer"]) for r in fetch_all(query)}


def answer_days(producers: Collection[str], moments: Collection[datetime]) -> dict[tuple[str, datetime], int]:
    """How many days each producer had to answer at each moment, by its agreements in force; the longest of several.

    After the end of all of them the last one holds, and without any the days an agreement has by itself.
    """
    columns = (AgreementVersion.agreement_number, AgreementVersion.producer_code, AgreementVersion.recorded_at)
    query = select(*columns, AgreementVersion.starts_on, AgreementVersion.ends_on, AgreementVersion.answer_days)
    query = query.where(AgreementVersion.producer_code.in_(sorted(producers)))
    of_producer: dict[str, list[Row]] = defaultdict(list)
    for r in fetch_all(query.order_by(AgreementVersion.agreement_number, AgreementVersion.version)):
        of_producer[r["producer_code"]].append(r)
    return {(producer, at): _answer_days(of_producer[producer], at) for producer in producers for at in moments}


def longest_answer_days(producer: str) -> int:
    """The most days that any version of a producer's agreements gives it to answer."""
    query = select(func.max(AgreementVersion.answer_days).label("days")).where(AgreementVersion.producer_code == producer)
    (longest,) = fetch_all(query)
    return max(longest["days"] or 0, ANSWER_DAYS)


def _answer_days(versions: Sequence[Row], at: datetime) -> int:
    day = clock.day_of(at)
    standing = {r["agreement_number"]: r for r in versions if r["recorded_at"] <= at}
    begun = [r for r in standing.values() if r["starts_on"] <= day]
    in_force = [r["answer_days"] for r in begun if r["ends_on"] is None or r["ends_on"] >= day]
    if in_force or not begun:
        return max(in_force, default=ANSWER_DAYS)
    last: int = max(begun, key=lambda r: r["ends_on"])["answer_days"]
    return last


def put(number: str, document: AgreementRequest, actor: Actor) -> bool:
    """Records an agreement, or a new version of it. Says whether the number is new.

    Raises Invalid for an unknown producer or product and the outlet itself, and `agreement_of_another` when the number is
    another producer's.
    """
    producer = fetch_one(select(Producer.code).where(Producer.code == document.producer))
    if producer is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    refuse_owner(document.producer)
    _check_products(document)
    known = fetch_one(select(Agreement.producer_code, Agreement.newest_version).where(Agreement.number == number))
    if known and known["producer_code"] != document.producer:
        raise DomainError("agreement_of_another", N_("Số hợp đồng này là của nhà sản xuất khác."))
    if known and _same(number, document):
        return False
    before = show(number) if known else None
    version = known["newest_version"] + 1 if known else 1
    if known:
        execute(update(Agreement).where(Agreement.number == number).values(newest_version=version))
    else:
        execute(insert(Agreement), {"number": number, "producer_code": document.producer, "newest_version": version})
    (recorded,) = fetch_all(
        insert(AgreementVersion)
        .values(
            agreement_number=number,
            version=version,
            producer_code=document.producer,
            starts_on=document.starts_on,
            ends_on=document.ends_on,
            holding_days=document.holding_days,
            minimum_payout_vnd=document.minimum_payout_vnd,
            recorded_at=clock.now(),
            answer_days=document.answer_days,
        )
        .returning(AgreementVersion.id)
    )
    version_id = recorded["id"]
    _put_allowances(version_id, document)
    terms = fetch_all(
        insert(AgreementTerm).returning(AgreementTerm.id, sort_by_parameter_order=True),
        [
            {
                "version_id": version_id,
                "position": position,
                "product_code": term.product,
                "product_set": term.set,
                "basis": term.basis,
                "rate_bp": term.rate_bp if term.basis is Basis.COMMISSION else None,
                "owed_per_unit_vnd": term.owed_per_unit_vnd if term.basis is Basis.FIXED_PRICE else None,
                "discount_bearer": term.discount_bearer,
                "loss_allowance_bp": term.loss_allowance_bp,
                "commission_base": term.commission_base,
                "vat_kept_by": term.vat_kept_by,
            }
            for position, term in enumerate(document.terms, 1)
        ],
    )
    losses = [
        {"term_id": recorded_term["id"], "cause": cause, "bearer": bearer}
        for recorded_term, term in zip(terms, document.terms, strict=True)
        for cause, bearer in term.loss.bearers().items()
        if bearer is not Bearer.OUTLET
    ]
    execute(insert(TermLoss), losses)
    audit.record_change(actor, audit_actions.AGREEMENT_RECORDED, number, before, show(number))
    return known is None


def _put_allowances(version_id: int, document: AgreementRequest) -> None:
    """Writes what a version says about losses and about goods near their day."""
    allowances: list[dict[str, object]] = [
        {"version_id": version_id, "cause": cause, "per": allowance.per, "value_vnd": allowance.value_vnd}
        for cause, allowance in document.allowances.by_cause().items()
    ]
    execute(insert(AgreementAllowance), allowances)
    if document.on_expiry:
        execute(insert(AgreementExpiry), {"version_id": version_id, **document.on_expiry.model_dump()})


def _check_products(document: AgreementRequest) -> None:
    named = {term.product for term in document.terms if term.product}
    known = {
        r["code"]: r["producer_code"]
        for r in fetch_all(select(Product.code, Product.producer_code).where(Product.code.in_(sorted(named))))
    }
    wrong = [
        (f"terms.{i}.product", N_("Nhà sản xuất này không có sản phẩm đó."))
        for i, term in enumerate(document.terms)
        if term.product and known.get(term.product) != document.producer
    ]
    if wrong:
        raise Invalid(*wrong)


def _same(number: str, document: AgreementRequest) -> bool:
    """Whether an agreement says already what the document says."""
    return show(number) == AgreementResult(
        number=number,
        producer=document.producer,
        starts_on=document.starts_on,
        ends_on=document.ends_on,
        terms=[
            TermResult(
                product=term.product,
                set=term.set,
                basis=term.basis,
                rate_bp=None if term.rate_bp is None else Bp(term.rate_bp),
                owed_per_unit_vnd=None if term.owed_per_unit_vnd is None else Vnd(term.owed_per_unit_vnd),
                discount_bearer=term.discount_bearer,
                loss=term.loss.bearers(),
                loss_allowance_bp=Bp(term.loss_allowance_bp),
                commission_base=term.commission_base,
                vat_kept_by=term.vat_kept_by,
            )
            for term in document.terms
        ],
        holding_days=document.holding_days,
        minimum_payout_vnd=Vnd(document.minimum_payout_vnd),
        answer_days=document.answer_days,
        allowances={
            cause: AllowanceResult(allowance.per, Vnd(allowance.value_vnd))
            for cause, allowance in document.allowances.by_cause().items()
        },
        on_expiry=OnExpiryResult(**document.on_expiry.model_dump()) if document.on_expiry else None,
    )


def is_known(number: str) -> bool:
    """Whether there is an agreement of this number."""
    return fetch_one(select(Agreement.number).where(Agreement.number == number)) is not None


def show(number: str) -> AgreementResult:
    """An agreement as it stands. Raises NotFound."""
    agreements = _agreements(_STANDING.where(Agreement.number == number))
    if not agreements:
        raise NotFound(N_("Không có hợp đồng này."))
    return agreements[0]


def list_of(producer: str | None, after: str | None, limit: int) -> list[AgreementResult]:
    """Agreements by number, of one producer or of all."""
    query = _STANDING.order_by(Agreement.number).limit(limit)
    if producer is not None:
        query = query.where(Agreement.producer_code == producer)
    if after is not None:
        query = query.where(Agreement.number > after)
    return _agreements(query)


_STANDING = select(AgreementVersion.__table__).join(
    Agreement, (Agreement.number == AgreementVersion.agreement_number) & (Agreement.newest_version == AgreementVersion.version)
)


def _agreements(query: Select[Any]) -> list[AgreementResult]:
    """The agreements whose versions a query selects, with their terms."""
    versions = fetch_all(query)
    terms: dict[int, list[TermResult]] = {version["id"]: [] for version in versions}
    losses: dict[int, dict[LossCause, Bearer]] = defaultdict(lambda: dict.fromkeys(LossCause, Bearer.OUTLET))
    of_versions = select(AgreementTerm.id).where(AgreementTerm.version_id.in_(sorted(terms)))
    for x in fetch_all(select(TermLoss.__table__).where(TermLoss.term_id.in_(of_versions))):
        losses[x["term_id"]][LossCause(x["cause"])] = Bearer(x["bearer"])
    in_order = select(AgreementTerm.__table__).where(AgreementTerm.version_id.in_(sorted(terms)))
    for t in fetch_all(in_order.order_by(AgreementTerm.version_id, AgreementTerm.position)):
        terms[t["version_id"]].append(
            TermResult(
                product=t["product_code"],
                set=t["product_set"],
                basis=Basis(t["basis"]),
                rate_bp=t["rate_bp"],
                owed_per_unit_vnd=t["owed_per_unit_vnd"],
                discount_bearer=Bearer(t["discount_bearer"]),
                loss=losses[t["id"]],
                loss_allowance_bp=t["loss_allowance_bp"],
                commission_base=CommissionBase(t["commission_base"]),
                vat_kept_by=VatKeeper(t["vat_kept_by"]),
            )
        )
    allowances: dict[int, dict[LossCause, AllowanceResult]] = defaultdict(dict)
    for a in fetch_all(select(AgreementAllowance.__table__).where(AgreementAllowance.version_id.in_(sorted(terms)))):
        allowances[a["version_id"]][LossCause(a["cause"])] = AllowanceResult(AllowancePeriod(a["per"]), a["value_vnd"])
    on_expiry = {
        e["version_id"]: OnExpiryResult(e["days"], e["answer_days"], ExpiryChoice(e["choice"]), e["rate_bp"])
        for e in fetch_all(select(AgreementExpiry.__table__).where(AgreementExpiry.version_id.in_(sorted(terms))))
    }
    return [
        AgreementResult(
            number=version["agreement_number"],
            producer=version["producer_code"],
            starts_on=version["starts_on"],
            ends_on=version["ends_on"],
            terms=terms[version["id"]],
            holding_days=version["holding_days"],
            minimum_payout_vnd=version["minimum_payout_vnd"],
            answer_days=version["answer_days"],
            allowances=allowances[version["id"]],
            on_expiry=on_expiry.get(version["id"]),
        )
        for version in versions
    ]
