"""Office pages about offers: which there are, a form for each, what it costs whom, and who has to agree."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import idempotency
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.quantity import Milli
from core.text.formats import amount
from core.text.typed_figures import write_quantity
from core.values.uid import new_uid
from core.web import validation
from core.web.figure_fields import money, percent_bp, whole, whole_of
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_code
from pos.choices import OfferKind, OfferScope
from pos.offers import costs, offers
from pos.offers.requests import FIELDS_OF, AgreeRequest, OfferRequest
from pos.offers.results import OfferResult
from suppliers.producers import producer_names

bp = Blueprint("offers", __name__)


@bp.get("/offers")
@needs(Permit.MANAGE)
def offers_list() -> str:
    """The offers, those that hold first."""
    today = clock.today()
    found = sorted(offers.list_offers(), key=lambda one: (one.retired or one.to < today, one.from_, one.code))
    holding = sum(not one.retired and one.from_ <= today <= one.to for one in found)
    return render_template("pos/offers/offers.html", items=found, holding=holding, asking=sum(len(one.asks) for one in found))


@bp.route("/offers/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_offer() -> Any:
    """The form of a new offer."""
    return _form(None)


@bp.route("/offers/<code>", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_offer(code: str) -> Any:
    """The form of a known offer."""
    return _form(code)


def _form(code: str | None) -> Any:
    if request.method == "GET":
        blank = {"from": clock.today().isoformat(), "priority": "100"}
        return _page(code, _as_typed(offers.show(code)) if code else blank, {}, None)
    new_code, actor = code or form_text("code") or "", current_actor()

    def record(document: OfferRequest) -> None:
        if code is None and offers.is_known(new_code):
            raise Invalid(("code", N_("Mã này đã có. Hãy chọn mã khác.")))
        offers.put(new_code, document, actor)

    try:
        put_code(OfferRequest, new_code, _data(), record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        errors = {field.split(".")[0]: message for field, message in errors.items()}
        return _page(code, request.form, errors, errors.get("body", sentence)), error.status
    flash(_("Đã lưu khuyến mãi %(code)s.", code=new_code), "good")
    return redirect(url_for("offers.edit_offer", code=new_code))


def _page(code: str | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    offer = offers.show(code) if code else None
    return render_template(
        "pos/offers/offer_form.html",
        offer=offer,
        example=costs.example_of(offer.code, offer.version) if offer else None,
        names=dict(producer_names()),
        typed=typed,
        days=request.form.getlist("days") if errors else [str(day) for day in (offer.days if offer else None) or ()],
        errors=errors,
        sentence=sentence,
    )


def _as_typed(offer: OfferResult) -> dict[str, str]:
    """An offer as the fields of its form."""
    on = offer.on
    scope = next(scope for scope in OfferScope if getattr(on, scope.value))
    targets = [] if scope is OfferScope.ALL else getattr(on, scope.value)
    amounts = {name: getattr(offer, name) for name in ("amount_vnd", "price_vnd", "threshold_vnd")}
    steps = [f"{step.days_left} {write_quantity(Milli(step.rate_bp * 10))}" for step in offer.steps or ()]
    return {
        "code": offer.code,
        "name": offer.name,
        "from": offer.from_.isoformat(),
        "to": offer.to.isoformat(),
        "hours_from": offer.hours[0] if offer.hours else "",
        "hours_to": offer.hours[1] if offer.hours else "",
        "scope": scope,
        "targets": "\n".join(map(str, targets)),
        "kind": offer.kind,
        "rate_bp": "" if offer.rate_bp is None else write_quantity(Milli(offer.rate_bp * 10)),
        **{name: "" if value is None else amount(value) for name, value in amounts.items()},
        "buy": str(offer.buy or ""),
        "get": str(offer.get or ""),
        "steps": "\n".join(steps),
        "bearer": offer.bearer,
        "priority": str(offer.priority),
        "retired": "1" if offer.retired else "",
    }


def _data() -> dict[str, object]:
    """What was typed, as a document: of the fields of kinds only those of the kind that was chosen."""
    hours = [form_text("hours_from"), form_text("hours_to")]
    scope, kind = form_text("scope") or "", form_text("kind") or ""
    words = (form_text("targets") or "").replace(",", " ").split()
    targets: Any = True if scope == OfferScope.ALL else [whole_of(word) for word in words] if scope == OfferScope.SETS else words
    steps = [line.replace(":", " ").split() for line in request.form.get("steps", "").splitlines() if line.strip()]
    typed: dict[str, object] = {
        "rate_bp": percent_bp("rate_bp"),
        "amount_vnd": money("amount_vnd"),
        "price_vnd": money("price_vnd"),
        "threshold_vnd": money("threshold_vnd"),
        "buy": whole("buy"),
        "get": whole("get"),
        "steps": [_step(parts) for parts in steps] or None,
    }
    of_kind = set().union(*FIELDS_OF[OfferKind(kind)]) if kind in set(OfferKind) else set()
    return filled(
        {
            "name": form_text("name") or "",
            "from": form_text("from"),
            "to": form_text("to"),
            "days": [int(day) for day in request.form.getlist("days") if day.isdecimal()] or None,
            "hours": hours if any(hours) else None,
            "on": {scope: targets} if scope else None,
            "kind": kind or None,
            "bearer": form_text("bearer"),
            "priority": whole("priority"),
            "retired": request.form.get("retired") == "1",
            **{name: value for name, value in typed.items() if name in of_kind},
        }
    )


def _step(parts: list[str]) -> dict[str, object]:
    """A line of the form: days left, percentage."""
    typed = dict(zip(("days_left", "rate"), [*parts, "", ""], strict=False))
    return {"days_left": whole("days_left", typed), "rate_bp": percent_bp("rate", typed)}


@bp.post("/offers/<code>/agreed")
@needs(Permit.MANAGE)
def agree(code: str) -> Any:
    """Records that the producers agreed, with a note of how."""
    data = {"uid": new_uid(), "note": form_text("note") or ""}
    document, actor = validation.read(AgreeRequest, data), current_actor()
    idempotency.run_once("offer-agreements", document.uid, [code, data], lambda: offers.agree(code, document, actor))
    flash(_("Đã ghi nhà sản xuất đồng ý."), "good")
    return redirect(url_for("offers.edit_offer", code=code))
