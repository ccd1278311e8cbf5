"""Counting one lot alone: what the book has at nothing is found on the shelf, or somebody doubts a single figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from core import clock
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.web.figure_fields import quantity
from core.web.form_parsing import form_errors, put_once
from core.web.validation import read
from inventory import places
from inventory.counting import sessions
from inventory.counting.requests import CountSessionRequest, TypedEntryRequest
from inventory.counting.results import CountSessionResult
from inventory.finding import goods as finding
from inventory.finding.results import FoundGoods
from inventory.permits import GoodsPermit

bp = Blueprint("one_lot", __name__)


def page(lot: str, place: str, errors: Mapping[str, str], sentence: str | None) -> str:
    """The form of one lot at a place, without what the book says. Raises NotFound."""
    goods = _lot(lot, place)
    return render_template(
        "inventory/counting/one_lot.html",
        goods=goods,
        place=place,
        places=places.place_names(),
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/stock/count/one")
@needs(GoodsPermit.WRITE)
def count_one() -> Any:
    """Opens a session of the lot's product with this entry; its differences are looked at before anything is posted."""
    lot, place, actor = request.form.get("lot", ""), request.form.get("place", ""), current_actor()
    goods = _lot(lot, place)
    entered = {"uid": request.form.get("entry", ""), "lot": lot, "counted": quantity("figure", request.form, goods.places)}

    def act(uid: str, document: CountSessionRequest) -> CountSessionResult:
        opened = sessions.open_session(uid, document, actor)
        sessions.enter(uid, entry.at(clock.now()), actor)
        return opened

    try:
        entry = read(TypedEntryRequest, entered)
        body = {"place": place, "producer": goods.producer, "products": [goods.product], "blind": True}
        opened = put_once("count-sessions", CountSessionRequest, body, act, result_type=CountSessionResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return page(lot, place, errors, None if "counted" in errors else sentence), error.status
    return redirect(url_for("inventory.counting.show_differences", uid=opened.uid))


def _lot(lot: str, place: str) -> FoundGoods:
    """The lot, and its product. Raises NotFound for a lot or place that nobody knows."""
    goods = finding.lots_named([lot], place).get(lot)
    if goods is None or place not in places.place_names():
        raise NotFound(N_("Không có lô này."))
    return goods
