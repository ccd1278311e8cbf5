"""The producers' own page about what they brought: what was announced, what was received, papers. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request

from core.i18n import gettext as _
from core.people.permits import needs
from core.quantity import Milli
from core.results import Page
from core.text.formats import qty
from core.web.api import cursor_number
from inventory import document_queries
from inventory.announcing import reading as announcing
from inventory.choices import GoodsDocumentKind
from inventory.finding import goods as finding
from inventory.finding.results import FoundGoods
from inventory.listing.documents import Wanted, list_documents
from inventory.results import DeliveryResult
from suppliers import producers
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_deliveries", __name__)

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtGoods:
    """A product of a delivery: what was announced, if anything was, and what was received."""

    name: str
    unit: str
    announced: Milli | None
    received: Milli


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A delivery as its producer reads it; `differences` are sentences."""

    document: DeliveryResult
    goods: list[BroughtGoods]
    differences: list[str]


@bp.get("/portal/deliveries")
@needs(SuppliersPermit.PORTAL)
def deliveries() -> str:
    """What the producer brought, newest first, with what came otherwise than announced."""
    producer = own_producer()
    after = cursor_number(request.args.get("after") or None)
    wanted = Wanted(kind=GoodsDocumentKind.DELIVERY, producer=producer)
    found = list_documents(wanted, after=after, limit=PAGE + 1, newest_first=True)
    page = Page.cut(found, PAGE, lambda item: item[0])
    documents = [document for _cursor, document in page.items if isinstance(document, DeliveryResult)]
    linked = [uid for document in documents for uid in (document.corrects, document.corrected_by) if uid]
    return render_template(
        "portal/deliveries.html",
        producer=producers.show_producer(producer),
        items=_brought(documents),
        numbers=document_queries.numbers_of(GoodsDocumentKind.DELIVERY, linked),
        next=page.next,
        tab="stock",
    )


def _brought(documents: Sequence[DeliveryResult]) -> list[Brought]:
    announced = announcing.announced([document.announcement for document in documents if document.announcement])
    codes = {line.product for document in documents for line in document.lines} | {c for of in announced.values() for c in of}
    named = finding.products_named(sorted(codes))
    return [_of(document, announced.get(document.announcement or "", {}), named) for document in documents]


def _of(document: DeliveryResult, announced: Mapping[str, Milli], named: Mapping[str, FoundGoods]) -> Brought:
    received = {total.product: total.quantity for total in document.sums}
    goods: list[BroughtGoods] = []
    differences: list[str] = []
    for code in dict.fromkeys([*announced, *received]):
        of = named[code]
        expected, came = announced.get(code), received.get(code, Milli(0))
        goods.append(BroughtGoods(name=of.name, unit=of.unit, announced=expected, received=came))
        if announced and document.reversal is None and came != (expected or 0):
            differences.append(_sentence(of, Milli(came - (expected or 0))))
    return Brought(document=document, goods=goods, differences=differences)


def _sentence(goods: FoundGoods, difference: Milli) -> str:
    figures = {"name": goods.name, "n": qty(Milli(abs(difference))), "unit": goods.unit}
    if difference < 0:
        return _("%(name)s ít hơn %(n)s %(unit)s.", **figures)
    return _("%(name)s nhiều hơn %(n)s %(unit)s.", **figures)
