"""Recording agreements: each change is a version more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import insert, select, update

from core import clock
from core.db import audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid
from core.events import emit
from core.i18n import N_
from core.money import Bp, Vnd
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.agreements import reading
from suppliers.agreements.models import (
    Agreement,
    AgreementCharge,
    AgreementPaper,
    AgreementTerm,
    AgreementVersion,
    TermLoss,
)
from suppliers.agreements.requests import AgreementRequest, TermRequest
from suppliers.agreements.results import AgreementResult, ChargeResult, PaperRuleResult, TermResult
from suppliers.agreements.standing import times_of
from suppliers.allowances.models import AgreementAllowance, AgreementExpiry
from suppliers.allowances.results import AllowanceResult, OnExpiryResult
from suppliers.choices import Basis, Bearer
from suppliers.events import VersionProposed
from suppliers.models import Producer, Product
from suppliers.producers import refuse_owner


def put(number: str, document: AgreementRequest, actor: Actor) -> bool:
    """Records an agreement, or a new version of it; `from` is the day it is asked to hold from. Says whether the number is new.

    Raises Invalid for an unknown producer or product, the outlet itself and a `from` in the past, and `agreement_of_another`
    when the number is another producer's.
    """
    producer = fetch_one(select(Producer.code).where(Producer.code == document.producer))
    if producer is None:
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))
    refuse_owner(document.producer)
    check_products(document.producer, document.terms)
    known = fetch_one(select(Agreement.producer_code, Agreement.newest_version).where(Agreement.number == number))
    if known and known["producer_code"] != document.producer:
        raise DomainError("agreement_of_another", N_("Số hợp đồng này là của nhà sản xuất khác."))
    if document.from_day and document.from_day < clock.today():
        raise Invalid(("from", N_("Ngày bắt đầu áp dụng không thể ở quá khứ.")))
    before = reading.newest(number) if known else None
    if before and _says_nothing_new(before, document):
        return False
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
            recorded_by=actor.name,
            from_day=document.from_day,
            reason=document.reason,
            signed_number=document.signed_number,
            grace_days=document.grace_days,
            cycle=document.cycle,
            visibility=document.visibility,
        )
        .returning(AgreementVersion.id)
    )
    version_id = recorded["id"]
    _put_rules(version_id, document)
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
    # That the version is another one says nothing; what it says stands in the fields.
    after = reading.newest(number) if before is None else replace(reading.newest(number), version=before.version)
    audit.record_change(actor, audit_actions.AGREEMENT_RECORDED, number, before, after)
    if document.from_day:
        emit(VersionProposed(document.producer, number, version, document.from_day))
    return known is None


def _put_rules(version_id: int, document: AgreementRequest) -> None:
    """Writes what a version says about losses, goods near their day, charges and papers."""
    allowances: list[dict[str, object]] = [
        {"version_id": version_id, "cause": cause, "per": allowance.per, "value_vnd": allowance.value_vnd}
        for cause, allowance in document.allowances.by_cause().items()
    ]
    execute(insert(AgreementAllowance), allowances)
    if document.on_expiry:
        execute(insert(AgreementExpiry), {"version_id": version_id, **document.on_expiry.model_dump()})
    charges: list[dict[str, object]] = [
        {"version_id": version_id, "position": position, **charge.model_dump()}
        for position, charge in enumerate(document.charges, 1)
    ]
    execute(insert(AgreementCharge), charges)
    papers: list[dict[str, object]] = [{"version_id": version_id, **paper.model_dump()} for paper in document.papers]
    execute(insert(AgreementPaper), papers)


def check_products(producer: str, terms: Sequence[TermRequest]) -> None:
    """Raises Invalid for terms on products that the producer has not."""
    named = {term.product for term in terms if term.product}
    known = {
        r["code"]: r["producer_code"]
        for r in fetch_all(select(Product.code, Product.producer_code).where(Product.code.in_(sorted(named))))
    }
    wrong = [
        (f"terms.{i}.product", N_("Nhà sản xuất này không có sản phẩm đó."))
        for i, term in enumerate(terms)
        if term.product and known.get(term.product) != producer
    ]
    if wrong:
        raise Invalid(*wrong)


def _says_nothing_new(newest: AgreementResult, document: AgreementRequest) -> bool:
    """Whether the newest version says already what the document says, from the same day."""
    times = times_of(newest.number)[newest.version - 1]
    begins = times.holds_from
    is_same_day = times.from_day == document.from_day
    holds_already = document.from_day is None and begins is not None and begins <= clock.now()
    return (is_same_day or holds_already) and newest == as_result(newest.number, newest.version, document)


def as_result(number: str, version: int, document: AgreementRequest) -> AgreementResult:
    """What a document says, as the API shows it."""
    return AgreementResult(
        number=number,
        producer=document.producer,
        starts_on=document.starts_on,
        ends_on=document.ends_on,
        terms=[term_result(term) for term in document.terms],
        holding_days=document.holding_days,
        minimum_payout_vnd=Vnd(document.minimum_payout_vnd),
        answer_days=document.answer_days,
        allowances={
            cause: AllowanceResult(allowance.per, Vnd(allowance.value_vnd))
            for cause, allowance in document.allowances.by_cause().items()
        },
        on_expiry=OnExpiryResult(**document.on_expiry.model_dump()) if document.on_expiry else None,
        signed_number=document.signed_number,
        grace_days=document.grace_days,
        cycle=document.cycle,
        charges=[ChargeResult(charge.name, charge.per, Vnd(charge.amount_vnd)) for charge in document.charges],
        papers=sorted((PaperRuleResult(paper.kind, paper.without) for paper in document.papers), key=lambda paper: paper.kind),
        visibility=document.visibility,
        version=version,
    )


def term_result(term: TermRequest) -> TermResult:
    """What a term says, as the API shows it."""
    return TermResult(
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
