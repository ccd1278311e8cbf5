"""Stock cards: what came and went of a product or a lot, on the screen a page at a time and on paper."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from core.errors import NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.web.api import cursor_number
from inventory import places
from inventory.pages.periods import periods, span
from inventory.permits import GoodsPermit
from inventory.trace import card as cards
from inventory.trace import card_sheet

bp = Blueprint("cards", __name__)

LINES = 100
ON_PAPER = 20_000
"""Movements that one printed card may hold."""


@bp.get("/stock/cards")
@needs(GoodsPermit.DOCUMENTS_READ)
def card() -> str:
    """The stock card of a product or a lot for a span of days."""
    product, lot = _goods()
    first, last, period = span("month")
    after = cursor_number(request.args.get("after") or None)
    found = cards.card(
        product=product, lot=lot, first=first, last=last, producer=current_actor().producer, after=after, limit=LINES
    )
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return render_template(
        "inventory/card.html",
        card=found,
        first=first,
        last=last,
        periods=periods(period, product=product or "", lot=lot or ""),
        is_first_page=after is None,
        next_href=_address("/stock/cards", product, lot, days, after=found.next) if found.next else None,
        first_href=_address("/stock/cards", product, lot, days),
        sheet_href=_address("/stock/cards/sheet", product, lot, days),
        places=places.place_names(),
    )


@bp.get("/stock/cards/sheet")
@needs(GoodsPermit.DOCUMENTS_READ)
def sheet() -> str:
    """The stock card on paper."""
    product, lot = _goods()
    first, last, _period = span("month")
    found, lines = card_sheet.whole_card(
        product=product, lot=lot, first=first, last=last, producer=current_actor().producer, most=ON_PAPER
    )
    return render_template(
        "inventory/card_sheet.html",
        card=found,
        lines=lines,
        first=first,
        last=last,
        back=_address("/stock/cards", product, lot, {"from": first.isoformat(), "to": last.isoformat()}),
    )


def _goods() -> tuple[str | None, str | None]:
    """The product or the lot that is asked for; a lot wins. Raises NotFound when neither is."""
    product, lot = (request.args.get(name) or None for name in ("product", "lot"))
    if product is None and lot is None:
        raise NotFound(N_("Thẻ kho là của một sản phẩm hoặc của một lô."))
    return (None, lot) if lot else (product, None)


def _address(path: str, product: str | None, lot: str | None, days: dict[str, str], after: str | None = None) -> str:
    parameters = {"product": product, "lot": lot, **days, "after": after}
    return f"{path}?{urlencode({name: value for name, value in parameters.items() if value})}"
