"""What runs out: how long goods last, how many should be here at least, and how much to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.search_fold import fold, search_words
from core.web.figure_fields import quantity
from core.web.form_parsing import filled, form_errors, form_text
from core.web.validation import read
from inventory.announcing import cover, to_do
from inventory.announcing.results import ProductCover, ToDo
from inventory.permits import GoodsPermit
from suppliers import producers, products
from suppliers.requests import MinimumRequest

bp = Blueprint("cover", __name__)

BAR_DAYS = 30
"""So many days fill the bar of how long goods last."""
PAGE = 300


@bp.app_context_processor
def _waiting() -> dict[str, Callable[[], list[ToDo]]]:
    """What a page asks that names what waits about goods to come."""
    return {"goods_to_do": _to_do}


def _to_do() -> list[ToDo]:
    return to_do.to_do(clock.today())


@bp.get("/stock/cover")
@needs(GoodsPermit.WRITE)
def cover_page() -> str:
    """By producer: what is here, how long it lasts, and how much to ask for."""
    return _page({}, {})


@bp.post("/stock/cover/minimum")
@needs(Permit.MANAGE)
def set_minimum() -> Any:
    """Changes how many of a product should be here at least."""
    actor, code = current_actor(), form_text("product") or ""
    product = products.show_product(code)
    typed = quantity("minimum", request.form, product.places) if form_text("minimum") else None
    try:
        document = read(MinimumRequest, filled({"minimum": typed}))
        transaction(lambda: products.set_minimum(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page({code: request.form.get("minimum", "")}, {code: errors.get("minimum", sentence)}), error.status
    flash(_("Đã lưu tồn tối thiểu của %(name)s.", name=product.name), "good")
    kept = filled({name: request.args.get(name) or None for name in ("show", "producer", "q")})
    return redirect(url_for("cover.cover_page", **kept, _anchor=f"p-{code}"))


def _page(typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    """The page; `typed` and `errors` are what was typed as a minimum and refused, by product."""
    producer, q = request.args.get("producer", ""), request.args.get("q", "")
    everything = cover.with_hints(producer or None)
    search = search_words(q)
    found = [p for p in everything if all(word in fold(f"{p.cover.name} {p.cover.product}") for word in search)]
    low = [p for p in found if p.is_low]
    shows_all = request.args.get("show") == "all" or bool(errors)
    shown = (found if shows_all else low)[:PAGE]
    groups: dict[str, list[ProductCover]] = {}
    for product in shown:
        groups.setdefault(product.producer, []).append(product)
    return render_template(
        "inventory/announcing/cover.html",
        groups=groups,
        names=dict(producers.producer_names()),
        owner=producers.owner_code(),
        low=len(low),
        out=sum(1 for p in low if not p.cover.on_hand),
        total=len(found),
        more=(len(found) if shows_all else len(low)) - len(shown),
        shows_all=shows_all,
        has_season=any(p.season for p in shown),
        producer=producer,
        q=q,
        bar_days=BAR_DAYS,
        typed=typed,
        errors=errors,
    )
