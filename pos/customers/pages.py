"""Office pages about customers: who they are, what they bought, what they owe and how old it is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import capitalized, moment
from core.values.uid import is_uid, new_uid
from core.web import validation
from core.web.figure_fields import money
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_once
from pos import shifts
from pos.customers import accounts, history, payments, registry
from pos.customers.choices import CustomerPaymentMethod
from pos.customers.requests import CustomerPaymentRequest, CustomerRequest, EraseRequest, PaymentReversalRequest
from pos.customers.results import CustomerPaymentResult, CustomerResult

bp = Blueprint("customers", __name__)

CUSTOMERS_PAGE = 200
SALES_PAGE = 50
PAYMENTS_PAGE = 200
_TEXTS = ("phone", "name", "company", "tax_code", "address", "email", "note")
_DRAWER = "cash:"


@bp.get("/customers")
@needs(Permit.MANAGE)
def customers_list() -> str:
    """Customers by name, or those that a search finds."""
    query = request.args.get("q", "").strip()
    found = registry.find(query, current_actor(), limit=CUSTOMERS_PAGE + 1, by_name=True)
    return render_template(
        "pos/customers/customers.html",
        items=found[:CUSTOMERS_PAGE],
        more=len(found) > CUSTOMERS_PAGE,
        total=registry.count(),
        debtors=accounts.debtors(),
        q=query,
    )


@bp.get("/customers/debtors")
@needs(Permit.MANAGE)
def debtors_list() -> str:
    """Who owes, the oldest debt first."""
    return render_template("pos/customers/debtors.html", items=accounts.debtors())


@bp.route("/customers/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_customer() -> Any:
    """The form of a new customer."""
    return _form(None)


@bp.route("/customers/<uid>/edit", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_customer(uid: str) -> Any:
    """The form of a known customer."""
    return _form(registry.show(uid, current_actor()))


def _form(customer: CustomerResult | None) -> Any:
    if request.method == "GET":
        return _form_page(customer, {} if customer is None else _typed(customer), {}, None)
    own = form_text("uid") or ""
    uid = customer.uid if customer else own.lower() if is_uid(own) else new_uid()
    data = filled({name: form_text(name) for name in _TEXTS} | {"credit_limit_vnd": money("credit_limit_vnd")})
    data |= {"phone": data.get("phone", ""), "consent": bool(request.form.get("consent"))}
    actor = current_actor()
    try:
        document = validation.read(CustomerRequest, data)
        transaction(lambda: registry.put_customer(uid, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _form_page(customer, request.form, errors, sentence), error.status
    flash(_("Đã lưu khách hàng."), "good")
    return redirect(url_for("customers.customer", uid=uid))


def _typed(customer: CustomerResult) -> Typed:
    typed = {name: getattr(customer, name) or "" for name in _TEXTS}
    return typed | {"credit_limit_vnd": str(customer.credit_limit_vnd), "consent": "1" if customer.consent else ""}


def _form_page(customer: CustomerResult | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    template = "pos/customers/customer_form.html"
    return render_template(template, customer=customer, typed=typed, errors=errors, sentence=sentence)


@bp.get("/customers/<uid>")
@needs(Permit.MANAGE)
def customer(uid: str) -> str:
    """A customer: what is owed, what was paid, what was bought."""
    return _page(uid, {}, None)


def _page(uid: str, errors: dict[str, str], sentence: str | None) -> str:
    actor = current_actor()
    bought = history.sales_of(uid, actor, after=request.args.get("after") or None, limit=SALES_PAGE + 1)
    return render_template(
        "pos/customers/customer.html",
        customer=registry.show(uid, actor),
        account=accounts.account_of(uid, actor),
        payments=list(reversed(payments.list_payments(uid, limit=PAYMENTS_PAGE))),
        sales=bought[:SALES_PAGE],
        more=bought[SALES_PAGE - 1].sale if len(bought) > SALES_PAGE else None,
        ways=_ways(),
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


def _ways() -> list[tuple[str, str]]:
    """Where a payment may go: the open drawers, the safe, the bank."""
    drawers = [
        (
            _DRAWER + shift["uid"],
            _("Tiền mặt vào két %(till)s (ca mở %(at)s)", till=shift["till_name"], at=moment(shift["opened_at"])),
        )
        for shift in shifts.list_open()
    ]
    aside = [(CustomerPaymentMethod.CASH.value, _("Tiền mặt, không vào két"))]
    others = [(way.value, capitalized(_(way.label))) for way in CustomerPaymentMethod if way is not CustomerPaymentMethod.CASH]
    return [*drawers, *aside, *others]


@bp.post("/customers/<uid>/payments")
@needs(Permit.MANAGE)
def pay(uid: str) -> Any:
    """Takes money for what was bought on account."""
    actor = current_actor()
    way = form_text("method") or ""
    drawer = way.removeprefix(_DRAWER) if way.startswith(_DRAWER) else None
    data = filled({"reference": form_text("reference"), "shift": drawer}) | {
        "customer": uid,
        "amount_vnd": money("amount_vnd"),
        "method": CustomerPaymentMethod.CASH.value if drawer is not None else way,
    }

    def act(payment: str, document: CustomerPaymentRequest) -> CustomerPaymentResult:
        return payments.pay(payment, document, actor)

    try:
        put_once("customer-payments", CustomerPaymentRequest, data, act, None, CustomerPaymentResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(uid, errors, sentence), error.status
    flash(_("Đã ghi nhận khách trả nợ."), "good")
    return redirect(url_for("customers.customer", uid=uid))


@bp.post("/customers/<uid>/payments/<payment>/reverse")
@needs(Permit.MANAGE)
def take_back(uid: str, payment: str) -> Any:
    """Takes a payment back by a line of the opposite sign."""
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}

    def act(_uid: str, document: PaymentReversalRequest) -> CustomerPaymentResult:
        return payments.reverse(payment, document, actor)

    try:
        put_once("customer-payment-reversals", PaymentReversalRequest, data, act, payment, CustomerPaymentResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(uid, errors, sentence), error.status
    flash(_("Đã hủy lần thu nợ bằng một dòng đảo."), "good")
    return redirect(url_for("customers.customer", uid=uid))


@bp.post("/customers/<uid>/erase")
@needs(Permit.MANAGE)
def erase(uid: str) -> Any:
    """Blanks a customer on their wish, once a tick says that it is meant."""
    actor = current_actor()
    if not request.form.get("sure"):
        return _page(uid, {"sure": _("Hãy đánh dấu để xác nhận.")}, None), 422
    data = {"uid": request.form.get("uid", "")}

    def act(_uid: str, _document: EraseRequest) -> CustomerResult:
        return registry.erase(uid, actor)

    try:
        put_once("customer-erasures", EraseRequest, data, act, uid, CustomerResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(uid, errors, sentence), error.status
    flash(_("Đã xóa thông tin khách hàng. Các đơn bán vẫn còn, không còn tên."), "good")
    return redirect(url_for("customers.customers_list"))
