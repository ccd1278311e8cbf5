"""The outlet's own settings: name and bank, places, tills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core import outlet
from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.outlet import OutletSettings
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.requests import AccountDecisionRequest, OutletRequest
from core.web.error_responses import page_before
from core.web.figure_fields import money, percent_bp, whole
from core.web.form_parsing import decision_form, filled, form_errors, form_text, put_code, put_once
from core.web.validation import read
from inventory import places
from inventory.requests import PlaceRequest
from office import machine
from office.printers import printer_choices
from pos import tills
from pos.requests import TillRequest

bp = Blueprint("settings", __name__)

_TEXTS = (
    "address",
    "phone",
    "tax_code",
    "representative",
    "bank_bin",
    "bank_account",
    "bank_holder",
    "paper_language",
    "weight_label",
    "opens_at",
    "closes_at",
    "map_link",
)
WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")
_LIMITS_VND = ("cash_out_limit_vnd", "refund_limit_vnd", "loss_limit_vnd")
_RULES = ("refund_other_method", "own_confirm", "short_stock", "float_count")


@bp.get("/settings")
@needs(Permit.MANAGE)
def settings() -> str:
    """The outlet, its places and its tills."""
    return _page(None, {}, {}, None)


def _page(which: str | None, typed: Any, errors: dict[str, str], sentence: str | None) -> str:
    """The page; `which` form was refused, with what was typed into it."""
    return render_template(
        "settings/settings.html",
        outlet=outlet.show_outlet(),
        places=places.list_places(None, 200),
        tills=tills.list_tills(),
        printer_choices=printer_choices,
        warnings=machine.warnings(),
        clock_differs=machine.clock_differs(),
        which=which,
        typed=typed,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/settings/outlet")
@needs(Permit.MANAGE)
def put_outlet() -> Any:
    """Changes the outlet."""
    actor = current_actor()
    limits = {name: money(name) for name in _LIMITS_VND} | {"refund_days": whole("refund_days")}
    data = filled({name: form_text(name) for name in (*_TEXTS, *_RULES)} | limits) | {
        "name": form_text("name") or "",
        "cash_rounding_vnd": money("cash_rounding_vnd"),
        "cashier_discount_limit_bp": percent_bp("cashier_discount_limit_bp"),
        "near_expiry_days": whole("near_expiry_days"),
        "shows_prices": request.form.get("shows_prices") == "1",
        "closed_on": [int(day) for day in request.form.getlist("closed_on") if day in WEEKDAYS],
    }
    try:
        document = read(OutletRequest, data)
        transaction(lambda: outlet.put_outlet(document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page("outlet", request.form, errors, sentence), error.status
    flash(_("Đã lưu cài đặt."), "good")
    if outlet.show_outlet().pending:
        flash(_("Tài khoản mới chưa dùng ngay: một quản lý khác xác nhận, hoặc đợi đủ 24 giờ."), "warn")
    return redirect("/settings")


@bp.post("/settings/bank-account/confirm")
@needs(Permit.MANAGE)
def confirm_account() -> Any:
    """Brings the outlet's bank account that waits into force."""
    _decide("outlet-account-confirmations", outlet.confirm_account)
    flash(_("Từ bây giờ tiền chuyển vào tài khoản mới."), "good")
    return redirect(page_before() or "/settings")


@bp.post("/settings/bank-account/refuse")
@needs(Permit.MANAGE)
def refuse_account() -> Any:
    """Drops the outlet's bank account that waits."""
    _decide("outlet-account-refusals", outlet.refuse_account)
    flash(_("Đã từ chối tài khoản mới. Tiền vẫn chuyển vào tài khoản cũ."), "good")
    return redirect(page_before() or "/settings")


def _decide(scope: str, decide: Callable[[AccountDecisionRequest, Actor], OutletSettings]) -> None:
    actor = current_actor()

    def act(_uid: str, document: AccountDecisionRequest) -> OutletSettings:
        return decide(document, actor)

    put_once(scope, AccountDecisionRequest, decision_form(), act, result_type=OutletSettings)


def _not_taken(code: str, codes: set[str]) -> None:
    """A form that adds must not change what already has the code; one that changes says `known`."""
    if "known" not in request.form and code in codes:
        raise Invalid(("code", N_("Mã này đã có. Hãy chọn mã khác.")))


@bp.post("/settings/places")
@needs(Permit.MANAGE)
def put_place() -> Any:
    """Adds or changes a place."""
    actor = current_actor()
    code = form_text("code") or ""
    data = {"name": form_text("name") or "", "kind": form_text("kind")}
    try:
        _not_taken(code, {place.code for place in places.list_places(None, 1000)})
        put_code(PlaceRequest, code, data, lambda document: places.put_place(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page("place", request.form, errors, sentence), error.status
    flash(_("Đã lưu nơi để hàng %(name)s.", name=data["name"]), "good")
    return redirect("/settings#places")


@bp.post("/settings/tills")
@needs(Permit.MANAGE)
def put_till() -> Any:
    """Adds or changes a till."""
    actor = current_actor()
    code = form_text("code") or ""
    data = {
        "name": form_text("name") or "",
        "place": form_text("place") or "",
        "printer": form_text("printer") or "none:",
        "paper_mm": whole("paper_mm"),
    }
    try:
        _not_taken(code, {till.code for till in tills.list_tills()})
        put_code(TillRequest, code, data, lambda document: tills.put_till(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page("till", request.form, errors, sentence), error.status
    flash(_("Đã lưu máy bán hàng %(name)s.", name=data["name"]), "good")
    return redirect("/settings#tills")
