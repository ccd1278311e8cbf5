"""Pages about goods: the stock, a lot's story, deliveries, labels. What moves goods stands in `forms`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from core.db import fetch_all
from core.errors import Invalid
from core.i18n import N_
from core.money import times
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.quantity import unformat_quantity
from core.text.search_fold import fold, search_words
from core.text.typed_figures import read_whole
from core.web.form_parsing import put_once, words
from inventory import queries, recalls
from inventory.labels.label_sheet import sheet_pdf
from inventory.models import Place
from inventory.pages import documents, goods_forms, portal
from inventory.requests import MOST_LINES, RecallRequest
from inventory.results import RecallResult
from suppliers import producers

bp = Blueprint("inventory", __name__)
bp.register_blueprint(goods_forms.bp)
bp.register_blueprint(documents.bp)
bp.register_blueprint(portal.bp)

PAGE = 300
MOST_LABELS = 480
"""Twenty sheets of 24: more is a slip of the hand."""


@bp.get("/stock")
@needs(Permit.GOODS_READ)
def stock() -> str:
    """What lies where."""
    actor = current_actor()
    q, place, producer = (request.args.get(key, "") for key in ("q", "place", "producer"))
    found = queries.stock(producer=actor.producer or producer or None, place=place or None, with_names=True)
    wanted = search_words(q)
    shown = [r for r in found if all(word in fold(f"{r['name']} {r['lot']} {r['product']}") for word in wanted)]
    if request.args.get("only") == "dated":
        shown = sorted((r for r in shown if r["best_before"]), key=lambda r: r["best_before"])
    else:
        shown.sort(key=lambda r: (fold(r["name"]), r["best_before"] or "9999", r["lot"]))
    return render_template(
        "inventory/stock.html",
        items=shown[:PAGE],
        more=max(0, len(shown) - PAGE),
        total=len(shown),
        value_vnd=sum(value_of(r) for r in shown),
        q=q,
        place=place,
        producer=producer,
        only=request.args.get("only", ""),
        places=place_names(),
        producers=[] if actor.producer else producers.producer_names(),
    )


def value_of(line: dict[str, Any]) -> int:
    """What a stock row would bring at today's price."""
    return times(line["price_vnd"], unformat_quantity(line["on_hand"]))


def place_names() -> list[tuple[str, str]]:
    """Places as choices."""
    return [(r["code"], r["name"]) for r in fetch_all(select(Place.code, Place.name).order_by(Place.kind, Place.code))]


@bp.get("/stock/lots/<code:lot>", merge_slashes=False)
@needs(Permit.GOODS_READ)
def lot(lot: str) -> str:
    """A lot: where it lies, where it went, its label."""
    actor = current_actor()
    shown = queries.lot(lot, actor.producer)
    return render_template(
        "inventory/lot.html",
        lot=shown,
        facts=queries.label_data([lot])[lot],
        movements=[m for _cursor, m in queries.movements(lot=lot, limit=1000, newest_first=True)],
        places=dict(place_names()),
    )


@bp.post("/stock/recall")
@needs(Permit.MANAGE)
def recall() -> Any:
    """Stops a lot."""
    actor = current_actor()
    code = request.form.get("lot", "")
    data = {"uid": request.form.get("uid", ""), "reason": words("reason") or ""}
    act = lambda _uid, document: recalls.recall(code, document, actor)  # noqa: E731
    put_once("recalls", RecallRequest, data, act, code, RecallResult)
    flash(_("Mọi máy đã ngừng bán lô %(lot)s.", lot=code), "good")
    return redirect(url_for("inventory.lot", lot=code))


@bp.get("/stock/labels.pdf")
@needs(Permit.LABELS)
def labels() -> Response:
    """Labels on A4 sheets: `lot` and `copies`, as often as there are lots."""
    lots, copies = request.args.getlist("lot"), request.args.getlist("copies")
    if len(lots) > MOST_LINES:
        raise Invalid(("lot", N_("Quá nhiều dòng.")))
    facts = queries.label_data(lots, current_actor().producer)
    wanted = []
    for i, code in enumerate(lots):
        n = read_whole(copies[i]) if i < len(copies) else 1
        wanted += [facts[code]] * min(n or 0, MOST_LABELS + 1)
    if not wanted or len(wanted) > MOST_LABELS:
        raise Invalid(("copies", N_("Số tem từ 1 đến %(most)s."), {"most": MOST_LABELS}))
    return Response(sheet_pdf(wanted), mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="tem.pdf"'})
