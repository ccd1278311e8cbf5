"""The whole answer to "why this amount?"."""

from __future__ import annotations

from core.area import numbers_of
from core.people.actor import Actor
from reports.why import facts as reading
from reports.why.results import Why
from reports.why.steps import tell


def why(uid: str, actor: Actor) -> Why:
    """What a book line was reckoned from, and the reckoning in sentences. Raises NotFound, also for another producer's line."""
    facts = reading.read(uid, actor.producer)
    line, agreed, sold = facts.line, facts.agreed, facts.sold
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
