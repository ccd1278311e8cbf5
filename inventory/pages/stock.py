"""Pages about goods: the stock, a lot's story, deliveries, labels. `goods_forms` has the forms that move goods."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.printing.issuer import present_issuer
from core.text.search_fold import fold, search_words
from core.web.form_parsing import form_text, put_once
from inventory import places, queries
from inventory.labels import contents, runs
from inventory.pages import documents, goods_forms, labels, portal, returns
from inventory.pages.counting import portal as portal_counts
from inventory.pages.counting import posted
from inventory.pages.goods import delivered, leaving, receive
from inventory.permits import GoodsPermit
from inventory.recalls import recalling
from inventory.recalls.requests import LotRecallRequest
from inventory.recalls.results import LotRecallResult
from suppliers import producers

bp = Blueprint("inventory", __name__)
bp.register_blueprint(receive.bp)
bp.register_blueprint(leaving.bp)
bp.register_blueprint(delivered.bp)
bp.register_blueprint(goods_forms.bp)
bp.register_blueprint(documents.bp)
bp.register_blueprint(returns.bp)
bp.register_blueprint(labels.bp)
bp.register_blueprint(portal.bp)
bp.register_blueprint(portal_counts.bp)
bp.register_blueprint(posted.bp)

PAGE = 300


@bp.app_context_processor
def _permissions() -> dict[str, bool]:
    """What templates ask before they offer a way to the goods."""
    actor: Actor | None = g.get("actor")
    return {
        "may_see_goods": bool(actor and actor.may(GoodsPermit.READ)),
        "may_write_goods": bool(actor and actor.may(GoodsPermit.WRITE)),
        "may_print_labels": bool(actor and actor.may(GoodsPermit.LABELS)),
    }


@bp.get("/stock")
@needs(GoodsPermit.READ)
def stock() -> str:
    """What lies where."""
    actor = current_actor()
    q, place, producer = (request.args.get(key, "") for key in ("q", "place", "producer"))
    rows = queries.named_stock(producer=actor.producer or producer or None, place=place or None)
    search = search_words(q)
    rows = [row for row in rows if all(word in fold(f"{row.name} {row.lot} {row.product}") for word in search)]
    if request.args.get("only") == "dated":
        rows = sorted((row for row in rows if row.best_before), key=lambda row: row.best_before or date.max)
    return render_template(
        "inventory/stock.html",
        items=rows[:PAGE],
        more=max(0, len(rows) - PAGE),
        total=len(rows),
        value_vnd=sum(row.value_vnd for row in rows),
        q=q,
        place=place,
        producer=producer,
        only=request.args.get("only", ""),
        places=places.place_names(),
        producers=[] if actor.producer else producers.producer_names(),
    )


@bp.get("/stock/lots/<code:lot>", merge_slashes=False)
@needs(GoodsPermit.READ)
def lot(lot: str) -> str:
    """A lot: where it lies, where it went, its label."""
    actor = current_actor()
    return render_template(
        "inventory/lot.html",
        lot=queries.lot(lot, actor.producer),
        label=contents.lot_labels([lot])[lot],
        printed=runs.printed_of_lot(lot),
        movements=[m for _cursor, m in queries.movements(lot=lot, limit=1000, newest_first=True)],
        places=places.place_names(),
    )


@bp.post("/stock/recall")
@needs(Permit.MANAGE)
def recall() -> Any:
    """Stops a lot."""
    actor = current_actor()
    code = request.form.get("lot", "")
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}
    act = lambda _uid, document: recalling.recall_lot(code, document, actor)  # noqa: E731
    put_once("recalls", LotRecallRequest, data, act, code, LotRecallResult)
    flash(_("Mọi máy đã ngừng bán lô %(lot)s.", lot=code), "good")
    return redirect(url_for("inventory.lot", lot=code))


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
