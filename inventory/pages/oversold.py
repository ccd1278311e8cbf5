"""Goods sold beyond the book on the screen: what is known of each, and what it may have been."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.area import numbers_of
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory import places
from inventory.choices import OversoldState
from inventory.listing.documents import deliveries_of
from inventory.oversold import deciding, reading
from inventory.oversold.requests import OversoldRequest
from inventory.oversold.results import OversoldGoods
from inventory.permits import GoodsPermit
from suppliers import producers

bp = Blueprint("oversold", __name__)

MOST = 200
SETTLED = 30
"""Settled ones that the page shows under the open ones."""


@bp.get("/stock/oversold")
@needs(GoodsPermit.WRITE)
def oversold() -> str:
    """What waits for a decision, oldest first, and what was settled last."""
    return _page()


@bp.post("/stock/oversold/<uid>/decide")
@needs(Permit.MANAGE)
def decide(uid: str) -> Any:
    """Settles one of them."""
    uid, actor = uid.lower(), current_actor()
    data = filled(
        {
            "uid": request.form.get("uid", ""),
            "choice": request.form.get("choice", ""),
            "delivery": form_text("delivery") if request.form.get("choice") == "delivery" else None,
            "note": form_text("note"),
        }
    )
    try:
        answer = put_once(
            "oversold-decisions",
            OversoldRequest,
            data,
            lambda _uid, document: deciding.decide(uid, document, actor),
            uid,
            OversoldGoods,
        )
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(wrong=uid, error=next(iter(errors.values()), sentence)), error.status
    flash(_("Đã xem xét: %(name)s.", name=answer.name), "good")
    return redirect(url_for("inventory.oversold.oversold"))


def _page(wrong: str | None = None, error: str | None = None) -> str:
    found = [goods for _cursor, goods in reading.list_oversold(state=OversoldState.OPEN, limit=MOST)]
    settled = [goods for _cursor, goods in reading.list_oversold(state=OversoldState.DECIDED, limit=MOST)][-SETTLED:]
    return render_template(
        "inventory/oversold.html",
        found=found,
        settled=settled[::-1],
        deliveries=deliveries_of({goods.product for goods in found}, {goods.place for goods in found}),
        numbers=numbers_of(f"sale/{goods.sale}" for goods in [*found, *settled]),
        wrong=wrong,
        error=error,
        places=places.place_names(),
        producers=dict(producers.producer_names()),
    )
