"""Office pages about gift baskets: which there are, a form for each, and who has to agree."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import idempotency
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.quantity import format_quantity
from core.text.formats import amount
from core.values.uid import new_uid
from core.web import validation
from core.web.figure_fields import money, quantity
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_code
from pos.baskets import baskets
from pos.baskets.requests import BasketRequest
from pos.baskets.results import BasketItemResult, BasketResult
from pos.offers.requests import AgreeRequest
from suppliers.producers import producer_names

bp = Blueprint("baskets", __name__)


@bp.get("/baskets")
@needs(Permit.MANAGE)
def baskets_list() -> str:
    """The gift baskets, those that are sold first."""
    found = sorted(baskets.list_baskets(), key=lambda one: (one.retired, one.code))
    return render_template("pos/offers/baskets.html", items=found, sold=sum(not one.retired for one in found))


@bp.route("/baskets/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_basket() -> Any:
    """The form of a new basket."""
    return _form(None)


@bp.route("/baskets/<code>", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_basket(code: str) -> Any:
    """The form of a known basket."""
    return _form(code)


def _form(code: str | None) -> Any:
    if request.method == "GET":
        return _page(code, _as_typed(baskets.show(code)) if code else {}, {}, None)
    new_code, actor = code or form_text("code") or "", current_actor()
    items = [_typed_item(line.split()) for line in request.form.get("items", "").splitlines() if line.strip()]
    data = filled({"wrapping": form_text("wrapping"), "bearer": form_text("bearer"), "price_vnd": money("price_vnd")}) | {
        "name": form_text("name") or "",
        "barcodes": (form_text("barcodes") or "").replace(",", " ").split(),
        "items": items,
        "retired": request.form.get("retired") == "1",
    }

    def record(document: BasketRequest) -> None:
        if code is None and baskets.is_known(new_code):
            raise Invalid(("code", N_("Mã này đã có. Hãy chọn mã khác.")))
        baskets.put(new_code, document, actor)

    try:
        put_code(BasketRequest, new_code, data, record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        errors = {field.split(".")[0]: message for field, message in errors.items()}
        return _page(code, request.form, errors, errors.get("body", sentence)), error.status
    flash(_("Đã lưu giỏ quà %(code)s.", code=new_code), "good")
    return redirect(url_for("baskets.edit_basket", code=new_code))


def _page(code: str | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        "pos/offers/basket_form.html",
        basket=baskets.show(code) if code else None,
        names=dict(producer_names()),
        typed=typed,
        errors=errors,
        sentence=sentence,
    )


def _as_typed(basket: BasketResult) -> dict[str, str]:
    """A basket as the fields of its form."""
    return {
        "code": basket.code,
        "name": basket.name,
        "price_vnd": amount(basket.price_vnd),
        "barcodes": "\n".join(basket.barcodes),
        "items": "\n".join(_item_as_typed(item) for item in basket.items),
        "wrapping": basket.wrapping or "",
        "bearer": basket.bearer,
        "retired": "1" if basket.retired else "",
    }


def _item_as_typed(item: BasketItemResult) -> str:
    """`GAO-DX5 2 120000`, as a line of the form."""
    share = [] if item.share_vnd is None else [str(item.share_vnd)]
    return " ".join([item.product, format_quantity(item.quantity), *share])


def _typed_item(parts: list[str]) -> dict[str, object]:
    """A line of the form: product, how much, perhaps what it costs in the basket."""
    typed = dict(zip(("product", "quantity", "share"), [*parts, "", "", ""], strict=False))
    share = {"share_vnd": money("share", typed)} if typed["share"] else {}
    return {"product": typed["product"], "quantity": quantity("quantity", typed, 3), **share}


@bp.post("/baskets/<code>/agreed")
@needs(Permit.MANAGE)
def agree(code: str) -> Any:
    """Records that the producers agreed, with a note of how."""
    data = {"uid": new_uid(), "note": form_text("note") or ""}
    document, actor = validation.read(AgreeRequest, data), current_actor()
    idempotency.run_once("basket-agreements", document.uid, [code, data], lambda: baskets.agree(code, document, actor))
    flash(_("Đã ghi nhà sản xuất đồng ý."), "good")
    return redirect(url_for("baskets.edit_basket", code=code))
