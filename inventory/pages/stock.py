"""Pages about goods: the stock, a lot's story, deliveries, labels."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request

from core import clock
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.printing.issuer import present_issuer
from inventory import places, queries
from inventory.labels import contents, runs
from inventory.pages import cards, documents, labels, oversold, portal, portal_expiring, portal_losses, returns
from inventory.pages.counting import one_lot, posted, sessions
from inventory.pages.counting import portal as portal_counts
from inventory.pages.goods import delivered, leaving, receive
from inventory.pages.goods import portal as portal_deliveries
from inventory.permits import GoodsPermit
from inventory.stock_view import by_product, charts, lot_facts, lot_story
from inventory.stock_view.choices import Need, StockOrder
from inventory.stock_view.filters import StockFilters
from inventory.trace import queries as trace
from suppliers import producers
from suppliers.addressing import speak_of

bp = Blueprint("inventory", __name__)
bp.register_blueprint(receive.bp)
bp.register_blueprint(leaving.bp)
bp.register_blueprint(delivered.bp)
bp.register_blueprint(portal_deliveries.bp)
bp.register_blueprint(documents.bp)
bp.register_blueprint(returns.bp)
bp.register_blueprint(oversold.bp)
bp.register_blueprint(portal_losses.bp)
bp.register_blueprint(labels.bp)
bp.register_blueprint(portal.bp)
bp.register_blueprint(portal_counts.bp)
bp.register_blueprint(posted.bp)
bp.register_blueprint(cards.bp)
bp.register_blueprint(portal_expiring.bp)
bp.register_blueprint(sessions.bp)
bp.register_blueprint(one_lot.bp)

PAGE = 50
"""Products on one page."""
LOTS = 60
"""Lots of one opened product, and how many more each touch shows."""
OPEN_FOUND = 5
"""So few products that a lot's code has found are opened by themselves."""
BAR_DAYS = 30
"""How many days the bar of the days of cover is long."""


@bp.app_context_processor
def _permissions() -> dict[str, bool]:
    """What templates ask before they offer a way to the goods."""
    actor: Actor | None = g.get("actor")
    return {
        "may_see_goods": bool(actor and actor.may(GoodsPermit.READ)),
        "may_write_goods": bool(actor and actor.may(GoodsPermit.WRITE)),
        "may_read_goods_documents": bool(actor and actor.may(GoodsPermit.DOCUMENTS_READ)),
        "may_print_labels": bool(actor and actor.may(GoodsPermit.LABELS)),
    }


@bp.get("/stock")
@needs(GoodsPermit.READ)
def stock() -> str:
    """What is here, by product; the lots of those that are opened."""
    actor = current_actor()
    filters = StockFilters.of(request.args)
    found = filters.read(actor)
    page = _number(request.args.get("page"), most=-(-len(found.items) // PAGE))
    items = found.items[(page - 1) * PAGE : page * PAGE]
    opened = {*request.args.getlist("open"), *(found.by_lot if len(found.by_lot) <= OPEN_FOUND else ())}
    most = _number(request.args.get("lots"), most=100_000, least=LOTS)
    lots = {
        row.product: by_product.lots_of(row.product, place=filters.place or None, q=filters.q)
        for row in items
        if row.product in opened and row.lots
    }
    return render_template(
        "inventory/stock.html",
        found=found,
        items=items,
        lots={product: of[:most] for product, of in lots.items()},
        more_lots={product: len(of) - most for product, of in lots.items() if len(of) > most},
        next_lots=most + LOTS,
        filters=filters,
        needs=list(Need),
        orders=list(StockOrder),
        long_days=by_product.LONG_DAYS,
        bar_days=BAR_DAYS,
        page=page,
        pages=-(-len(found.items) // PAGE),
        places=places.place_names(),
        producers=[] if actor.producer else producers.producer_names(),
    )


@bp.get("/stock/sheet")
@needs(GoodsPermit.READ)
def stock_sheet() -> str:
    """The stock by product on paper: all rows of the look."""
    filters = StockFilters.of(request.args)
    return render_template(
        "inventory/stock_sheet.html", found=filters.read(current_actor()), filters=filters, places=places.place_names()
    )


def _number(text: str | None, *, most: int, least: int = 1) -> int:
    """A number of an address within bounds; the least for anything else."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return least
    return max(least, min(int(text), most))


@bp.get("/stock/lots/<code:lot>", merge_slashes=False)
@needs(GoodsPermit.READ)
def lot(lot: str) -> str:
    """A lot: where it lies, where it went, its label."""
    actor = current_actor()
    found = queries.lot(lot, actor.producer)
    speak_of(found.producer)
    story = lot_story.story(lot, found.best_before, with_sales=actor.producer is None)
    until = found.best_before if story.left and story.left_over is not None else None
    drawn = [
        charts.steps(story.days, clock.today(), until, story.sold_7d, width=width, height=height)
        for width, height in ((640, 200), (330, 190))
    ]
    return render_template(
        "inventory/lot.html",
        lot=found,
        story=story,
        pieces=charts.pieces([*(part.quantity for part in story.parts), *([story.left] if story.left else [])], 1000.0),
        drawings=[drawing for drawing in drawn if drawing],
        label=contents.lot_labels([lot])[lot],
        goods=trace.product(found.product),
        term=lot_facts.term_of(found.producer, found.product) if actor.may(GoodsPermit.DOCUMENTS_READ) else None,
        proposal=lot_facts.proposal_of(lot) if actor.may(GoodsPermit.DOCUMENTS_READ) else None,
        printed=runs.printed_of_lot(lot),
        places=places.place_names(),
    )


@bp.get("/stock/price-sheet.pdf")
@needs(Permit.MANAGE)
def price_sheet() -> Response:
    """What is on sale today, with prices and codes."""
    from inventory.papers import price_sheet  # takes up room in every server, and few ask for it

    return Response(
        price_sheet.price_sheet_pdf(present_issuer(), clock.today(), price_sheet.goods_on_sale()),
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="bang-gia.pdf"'},
    )
