"""Offers: put under their own code, the whole replaced each time; agreed to by the producers that bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date

from sqlalchemy import Select, insert, select, update

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.events import subscribe
from core.i18n import N_, gettext
from core.people.actor import Actor
from inventory.events import LotMarkedDown
from inventory.models import Lot
from pos import audit_actions
from pos.choices import OfferBearer, OfferKind, OfferScope
from pos.offers import asking
from pos.offers.asking import Asked
from pos.offers.models import Offer, OfferAgreement, OfferDay, OfferStep, OfferTarget, OfferVersion
from pos.offers.reading import target_of
from pos.offers.requests import AgreeRequest, OfferRequest
from pos.offers.results import AgeStepResult, AgreementOfProducer, OfferOnResult, OfferResult, OfferTerms
from suppliers.models import Producer, Product

_NEWEST = select(OfferVersion.__table__).join(
    Offer, (Offer.code == OfferVersion.offer_code) & (Offer.newest_version == OfferVersion.version)
)

Versions = Select[*tuple[object, ...]]


def put(code: str, document: OfferRequest, actor: Actor) -> bool:
    """Records an offer, or a new version of it; says whether the code is new. The same once more changes nothing.

    What producers agreed to was the version before: a new one asks them again. Raises Invalid for goods nobody knows.
    """
    _check_targets(document)
    known = fetch_one(select(Offer.newest_version).where(Offer.code == code).with_for_update())
    before = show(code) if known else None
    if before is not None and _content(before) == _content_of(document):
        return False
    version = known["newest_version"] + 1 if known else 1
    if known:
        execute(update(Offer).where(Offer.code == code).values(newest_version=version))
    else:
        execute(insert(Offer), {"code": code, "newest_version": version})
    (recorded,) = fetch_all(insert(OfferVersion).values(_version_row(code, version, document, actor)).returning(OfferVersion.id))
    of_version = {"version_id": recorded["id"]}
    execute(insert(OfferDay), [{**of_version, "day": day} for day in sorted(document.days or ())])
    execute(insert(OfferTarget), [{**of_version, **row} for row in _target_rows(document)])
    steps = [{"days_left": step.days_left, "rate_bp": step.rate_bp} for step in document.steps or ()]
    execute(insert(OfferStep), [{**of_version, **step} for step in steps])
    audit.record_change(actor, audit_actions.OFFER_RECORDED, code, before, show(code))
    return known is None


@subscribe(LotMarkedDown)
def offer_lot(marked_down: LotMarkedDown) -> None:
    """Makes the offer of a lot that is marked down; who bears it is as the agreement says."""
    lot = fetch_one(select(Lot.id).where(Lot.code == marked_down.lot))
    assert lot is not None, "a lot that is marked down is here"
    document = OfferRequest.model_validate(
        {
            "name": gettext("Gần hết hạn: %(name)s", name=marked_down.name)[:500],
            "from": clock.today().isoformat(),
            "to": marked_down.until.isoformat(),
            "on": {"lots": [marked_down.lot]},
            "kind": OfferKind.PERCENT.value,
            "rate_bp": marked_down.rate_bp,
            "bearer": OfferBearer.AGREEMENT.value,
        }
    )
    put(code_of_lot(lot["id"]), document, marked_down.actor)


def code_of_lot(lot: int) -> str:
    """The code of the offer of a lot that is marked down."""
    return f"HSD-{lot}"


def _version_row(code: str, version: int, document: OfferRequest, actor: Actor) -> dict[str, object]:
    return {
        "offer_code": code,
        "version": version,
        "name": document.name,
        "from_day": document.from_,
        "to_day": document.to,
        "hours_from": document.hours[0] if document.hours else None,
        "hours_to": document.hours[1] if document.hours else None,
        "scope": document.on.scope,
        "kind": document.kind,
        "rate_bp": document.rate_bp,
        "amount_vnd": document.amount_vnd,
        "price_vnd": document.price_vnd,
        "buy_units": document.buy,
        "get_units": document.get,
        "threshold_vnd": document.threshold_vnd,
        "bearer": document.bearer,
        "priority": document.priority,
        "retired": document.retired,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }


_TARGET_COLUMNS = {
    OfferScope.PRODUCTS: "product_code",
    OfferScope.SETS: "product_set",
    OfferScope.PRODUCERS: "producer_code",
    OfferScope.LOTS: "lot",
}


def _target_rows(document: OfferRequest) -> list[dict[str, object]]:
    scope = document.on.scope
    if scope is OfferScope.ALL:
        return []
    blank: dict[str, object] = dict.fromkeys(_TARGET_COLUMNS.values())
    targets: list[object] = list(document.on.sets or ()) if scope is OfferScope.SETS else list(document.on.targets)
    return [{**blank, "position": n, _TARGET_COLUMNS[scope]: target} for n, target in enumerate(targets, 1)]


def _check_targets(document: OfferRequest) -> None:
    scope, targets = document.on.scope, document.on.targets
    columns = {OfferScope.PRODUCTS: Product.code, OfferScope.PRODUCERS: Producer.code, OfferScope.LOTS: Lot.code}
    if scope not in columns:
        return
    column = columns[scope]
    known = {row["code"] for row in fetch_all(select(column.label("code")).where(column.in_(sorted(targets))))}
    wrong = [(f"on.{scope}.{i}", N_("Không có mã này.")) for i, target in enumerate(targets) if target not in known]
    if wrong:
        raise Invalid(*wrong)


def show(code: str, producer: str | None = None) -> OfferResult:
    """An offer as it stands, as a producer sees it if one is named. Raises NotFound, also when it is on none of its goods."""
    query = _NEWEST.where(Offer.code == code)
    offers = _offers(query if producer is None else query.where(asking.concerns(producer)))
    if not offers:
        raise NotFound(N_("Không có khuyến mãi này."))
    return asking.seen_by(offers[0], producer)


def named(codes: Collection[str]) -> dict[str, str]:
    """What offers are called, by code."""
    if not codes:
        return {}
    query = _NEWEST.where(OfferVersion.offer_code.in_(sorted(codes)))
    return {row["offer_code"]: row["name"] for row in fetch_all(query)}


def is_known(code: str) -> bool:
    """Whether there is an offer of this code."""
    return fetch_one(select(Offer.code).where(Offer.code == code)) is not None


def list_offers(
    after: str | None = None,
    limit: int | None = None,
    *,
    producer: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[OfferResult]:
    """Offers by code: those that concern goods of a producer, those that hold in a span of days."""
    query = _NEWEST.order_by(Offer.code)
    if after is not None:
        query = query.where(Offer.code > after)
    if first is not None:
        query = query.where(OfferVersion.to_day >= first)
    if last is not None:
        query = query.where(OfferVersion.from_day <= last)
    if producer is not None:
        query = query.where(asking.concerns(producer))
    return [asking.seen_by(offer, producer) for offer in _offers(query.limit(limit) if limit is not None else query)]


def for_tills(day: date, since: int = 0) -> tuple[list[OfferTerms], list[str]]:
    """The offers that hold on a day or later, and the codes of those that were withdrawn: all, or what changed since a number."""
    read = _read(_NEWEST.where(OfferVersion.id > since).order_by(Offer.code))
    standing = [terms for row, terms in read if not row["retired"] and terms.to >= day]
    kept = {terms.code for terms in standing}
    return standing, [terms.code for _, terms in read if since and terms.code not in kept]


def agree(code: str, document: AgreeRequest, actor: Actor) -> OfferResult:
    """Records that producers bear what an offer lets them bear: the one that asks, or those a manager names, with a note.

    Raises NotFound for an offer that is on none of its goods, and Invalid for a manager without a note and for a producer that
    it is on no goods of.
    """
    offer = fetch_one(_NEWEST.where(Offer.code == code))
    if offer is None:
        raise NotFound(N_("Không có khuyến mãi này."))
    agreeing = asking.agreeing(asking.concerned(_asked(offer)), document, actor, N_("Không có khuyến mãi này."))
    of_version = OfferAgreement.version_id == offer["id"]
    known = {r["producer_code"] for r in fetch_all(select(OfferAgreement.producer_code).where(of_version))}
    new, now = sorted(agreeing - known), clock.now()
    word = {"version_id": offer["id"], "agreed_at": now, "agreed_by": actor.name, "note": document.note}
    execute(insert(OfferAgreement), [{**word, "producer_code": producer} for producer in new])
    if new:
        audit.note(actor, audit_actions.OFFER_AGREED, code, now, producers=new, note=document.note)
    return asking.seen_by(show(code), actor.producer)


def _asks(row: Row, agreed: Sequence[AgreementOfProducer]) -> list[str]:
    """Who has still to agree; nobody to an offer that is over."""
    if row["retired"] or row["to_day"] < clock.today():
        return []
    return sorted(asking.who_is_asked(_asked(row)) - {one.producer for one in agreed})


def _asked(row: Row) -> Asked:
    return Asked(row["id"], OfferScope(row["scope"]), OfferBearer(row["bearer"]))


def _read(query: Versions) -> list[tuple[Row, OfferTerms]]:
    """The versions a query selects, with what they say."""
    versions = fetch_all(query)
    if not versions:
        return []
    ids = sorted(row["id"] for row in versions)
    days: dict[int, list[int]] = defaultdict(list)
    targets: dict[int, list[str]] = defaultdict(list)
    steps: dict[int, list[AgeStepResult]] = defaultdict(list)
    for r in _parts(OfferDay, ids):
        days[r["version_id"]].append(r["day"])
    for r in _parts(OfferTarget, ids):
        targets[r["version_id"]].append(target_of(r))
    for r in _parts(OfferStep, ids):
        steps[r["version_id"]].append(AgeStepResult(r["days_left"], r["rate_bp"]))
    return [
        (
            row,
            OfferTerms(
                code=row["offer_code"],
                name=row["name"],
                from_=row["from_day"],
                to=row["to_day"],
                days=days[row["id"]] or None,
                hours=None if row["hours_from"] is None else [row["hours_from"], row["hours_to"]],
                on=_on(OfferScope(row["scope"]), targets[row["id"]]),
                kind=OfferKind(row["kind"]),
                rate_bp=row["rate_bp"],
                amount_vnd=row["amount_vnd"],
                price_vnd=row["price_vnd"],
                buy=row["buy_units"],
                get=row["get_units"],
                threshold_vnd=row["threshold_vnd"],
                steps=steps[row["id"]] or None,
                bearer=OfferBearer(row["bearer"]),
                priority=row["priority"],
            ),
        )
        for row in versions
    ]


def _offers(query: Versions) -> list[OfferResult]:
    """The offers whose versions a query selects, with who agreed to them."""
    read = _read(query)
    if not read:
        return []
    agreed: dict[int, list[AgreementOfProducer]] = defaultdict(list)
    for r in _parts(OfferAgreement, sorted(row["id"] for row, _ in read)):
        agreed[r["version_id"]].append(AgreementOfProducer(r["producer_code"], r["agreed_at"], r["agreed_by"], r["note"]))
    return [
        OfferResult(
            **{part.name: getattr(terms, part.name) for part in fields(terms)},
            retired=row["retired"],
            version=row["version"],
            agreed=agreed[row["id"]],
            asks=_asks(row, agreed[row["id"]]),
        )
        for row, terms in read
    ]


def _parts(part: type[OfferDay | OfferTarget | OfferStep | OfferAgreement], ids: Sequence[int]) -> Sequence[Row]:
    table = part.__table__
    return fetch_all(select(table).where(part.version_id.in_(ids)).order_by(*table.primary_key))


def _on(scope: OfferScope, targets: Sequence[str]) -> OfferOnResult:
    match scope:
        case OfferScope.ALL:
            return OfferOnResult(all=True)
        case OfferScope.SETS:
            return OfferOnResult(sets=[int(target) for target in targets])
        case OfferScope.PRODUCTS:
            return OfferOnResult(products=targets)
        case OfferScope.PRODUCERS:
            return OfferOnResult(producers=targets)
        case OfferScope.LOTS:
            return OfferOnResult(lots=targets)


Content = tuple[object, ...]


def _content(offer: OfferResult) -> Content:
    """What an offer says, without who agreed to it."""
    on = offer.on
    targets = [str(target) for target in on.products or on.sets or on.producers or on.lots or ()]
    steps = {(step.days_left, step.rate_bp) for step in offer.steps or ()}
    held = (offer.name, offer.from_, offer.to, sorted(offer.days or ()), list(offer.hours or ()), targets)
    amounts = (offer.rate_bp, offer.amount_vnd, offer.price_vnd, offer.buy, offer.get, offer.threshold_vnd)
    scope = (bool(on.all), on.sets is None, on.producers is None, on.lots is None)
    return (*held, offer.kind, steps, *amounts, *scope, offer.bearer, offer.priority, offer.retired)


def _content_of(document: OfferRequest) -> Content:
    """What a document says, in the same order."""
    on = document.on
    steps = {(step.days_left, step.rate_bp) for step in document.steps or ()}
    held = (document.name, document.from_, document.to, sorted(document.days or ()), list(document.hours or ()), on.targets)
    amounts = (document.rate_bp, document.amount_vnd, document.price_vnd, document.buy, document.get, document.threshold_vnd)
    scope = (bool(on.all), on.sets is None, on.producers is None, on.lots is None)
    return (*held, document.kind, steps, *amounts, *scope, document.bearer, document.priority, document.retired)
