"""The whole answer to "why this amount?"."""

from __future__ import annotations

from core.area import numbers_of
from core.money import Vnd
from core.people.actor import Actor
from reports.why import facts as reading
from reports.why.facts import Facts
from reports.why.results import Borne, Why
from reports.why.steps import tell
from suppliers.addressing import speaking_of
from suppliers.agreements import visibility
from suppliers.choices import Bearer, Visibility
from suppliers.commission import NO_DISCOUNT, Discounts, owed


def borne(facts: Facts) -> Borne | None:
    """Who bore what of the discount of a sold line, over all lots that gave to it; None without one."""
    sold = facts.sold
    if sold is None or not sold.adjustments:
        return None
    discounts = Discounts(
        outlet_vnd=sold.borne_by(Bearer.OUTLET),
        producer_vnd=sold.borne_by(Bearer.PRODUCER),
        shared_vnd=sold.borne_by(Bearer.SHARED),
    )
    rule = facts.agreed.rule if facts.agreed else None

    def owed_vnd(taken_off: Discounts) -> int:
        return owed(rule, gross_vnd=sold.gross_vnd, discounts=taken_off, quantity=sold.quantity, vat_percent=sold.vat_percent)

    full_vnd, left_vnd = owed_vnd(NO_DISCOUNT), owed_vnd(discounts)
    return Borne(Vnd(discounts.total_vnd), Vnd(full_vnd - left_vnd), Vnd(full_vnd), Vnd(left_vnd))


def why(uid: str, actor: Actor) -> Why:
    """What a book line was reckoned from, and the reckoning in sentences.

    Raises NotFound, also for another producer's line, and Forbidden for a line on no statement that its agreement keeps back.
    """
    return answer_of(read_for(uid, actor))


def read_for(uid: str, actor: Actor) -> Facts:
    """What stands behind a line, for somebody who may see it. Raises as `why` does."""
    facts = reading.read(uid, actor.producer)
    if actor.producer is not None and reading.statement_of(facts.line) is None:
        visibility.require(actor, Visibility.DETAILED)
    return facts


def answer_of(facts: Facts) -> Why:
    """The facts and their sentences as programs and pages read them."""
    line, agreed, sold = facts.line, facts.agreed, facts.sold
    with speaking_of(line["producer_code"]):
        told = tell(facts)
    document = f"{line['source_kind']}/{line['source_uid']}"
    return Why(
        uid=line["uid"],
        day=facts.day,
        kind=facts.kind,
        product=line["product_code"],
        lot=line["lot"],
        cause=facts.cause,
        agreement=agreed.version.number if agreed else None,
        version=agreed.version.version if agreed else None,
        term=agreed.term if agreed else None,
        list_price_vnd=line["unit_price_vnd"],
        quantity=line["quantity"],
        gross_vnd=line["gross_vnd"],
        adjustments=sold.adjustments if sold else [],
        commission_vnd=told.commission_vnd,  # type: ignore[arg-type]
        vat_rule=told.vat_rule,
        rounding=told.rounding,
        owed_vnd=line["owed_vnd"],
        receipt=numbers_of([document]).get(document),
        steps=told.steps,
    )
