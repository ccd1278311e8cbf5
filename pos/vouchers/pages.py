"""Office pages about vouchers: which there are, what is left of them, and a new one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.figure_fields import money
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_code
from pos.vouchers import registry
from pos.vouchers.requests import VoucherRequest

bp = Blueprint("vouchers", __name__)

VOUCHERS_PAGE = 200


@bp.get("/vouchers")
@needs(Permit.MANAGE)
def vouchers_list() -> str:
    """The vouchers by code, and the form of a new one."""
    return _list_page({"code": registry.new_code()}, {}, None)


def _list_page(typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    found = registry.list_vouchers(after=request.args.get("after") or None, limit=VOUCHERS_PAGE + 1)
    page = Page.cut(found, VOUCHERS_PAGE, lambda voucher: voucher.code)
    many, left_vnd = registry.outstanding()
    return render_template(
        "pos/customers/vouchers.html",
        items=page.items,
        next=page.next,
        many=many,
        left_vnd=left_vnd,
        typed=typed,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/vouchers")
@needs(Permit.MANAGE)
def make() -> Any:
    """Makes a voucher under a code that is not used yet."""
    code, actor = form_text("code") or "", current_actor()
    data = filled({"valid_until": form_text("valid_until"), "note": form_text("note")}) | {"value_vnd": money("value_vnd")}

    def record(document: VoucherRequest) -> None:
        if registry.is_used(code):
            raise Invalid(("code", N_("Mã này đã có.")))
        registry.put_voucher(code, document, actor)

    try:
        put_code(VoucherRequest, code, data, record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _list_page(request.form, errors, sentence), error.status
    flash(_("Đã lập phiếu mua hàng %(code)s.", code=code), "good")
    return redirect(url_for("vouchers.voucher", code=code))


@bp.get("/vouchers/<code>")
@needs(Permit.MANAGE)
def voucher(code: str) -> str:
    """A voucher: its value, what took from it, and its paper."""
    return render_template("pos/customers/voucher.html", voucher=registry.show(code))
