"""Pages about producers; what they make, prices, agreements and statements have files of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.i18n import N_
from core.people import people
from core.people.actor import Actor, current_actor
from core.people.permits import Permit, needs
from core.requests import AccountDecisionRequest
from core.results import Page
from core.web.api import cursor_number
from core.web.error_responses import page_before
from core.web.figure_fields import money
from core.web.form_parsing import Typed, decision_form, filled, form_errors, form_text, put_code, put_once, read_day
from core.web.uploads.photos import photos_of_form
from core.web.validation import Unread
from suppliers import book, payouts, producers, products, statement_queries
from suppliers.agreements import reading as agreements
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.new_codes import next_code, require_new
from suppliers.pages import agreement_editor, month_end
from suppliers.pages import agreements as agreement_pages
from suppliers.pages import prices as price_pages
from suppliers.pages import products as product_pages
from suppliers.pages import statements as statement_pages
from suppliers.permits import SuppliersPermit
from suppliers.producer_payments import payments
from suppliers.requests import AdjustmentRequest, ProducerRequest
from suppliers.results import CorrectionResult, ProducerResult

bp = Blueprint("suppliers", __name__)
bp.register_blueprint(agreement_pages.bp)
bp.register_blueprint(agreement_editor.bp)
bp.register_blueprint(statement_pages.bp)
bp.register_blueprint(product_pages.bp)
bp.register_blueprint(price_pages.bp)
bp.register_blueprint(month_end.bp)

BOOK_PAGE = 100
STATEMENTS_PAGE = 12
PRODUCERS_PAGE = 200
_SIGNED = N_("Ghi số tiền không có dấu; bên trên đã chọn cộng hay trừ.")
RECEIVED = 50
"""Payments of a producer that its page shows."""
_PRODUCER_FIELDS = (
    "name", "kind", "commune", "tax_code", "phone", "representative", "bank_bin", "bank_account", "bank_holder",
    "story", "story_en", "photo",
)  # fmt: skip


@bp.get("/producers")
@needs(SuppliersPermit.MASTER_READ)
def producers_list() -> str:
    """All producers; a manager sees what we owe them."""
    query = request.args.get("q", "")
    matching = producers.list_producers(query, request.args.get("after") or None, PRODUCERS_PAGE + 1)
    page = Page.cut(matching, PRODUCERS_PAGE, lambda producer: producer.code)
    return render_template(
        "suppliers/producers.html",
        items=page.items,
        next=page.next,
        total=producers.count_producers(query),
        q=query,
        balances=book.balances() if current_actor().may(Permit.MANAGE) else {},
        counts=products.count_on_sale(),
    )


@bp.route("/producers/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_producer() -> Any:
    """The form of a new producer."""
    return _producer_form(None)


@bp.route("/producers/<code>/edit", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_producer(code: str) -> Any:
    """The form of a known producer."""
    return _producer_form(code)


def _producer_form(code: str | None) -> Any:
    if request.method == "GET":
        if code is not None:
            return _producer_form_page(code, _producer_as_typed(producers.show_producer(code)), {}, None)
        return _producer_form_page(None, {"code": next_code(Producer, "NSX"), "kind": ProducerKind.COOPERATIVE}, {}, None)
    new_code = code or form_text("code") or ""
    data = filled({name: form_text(name) for name in _PRODUCER_FIELDS})
    data.update({"name": data.get("name", ""), "commune": data.get("commune", "")})
    actor = current_actor()

    def record(document: ProducerRequest) -> None:
        if code is None:
            require_new(Producer, new_code)
        producers.put_producer(new_code, document, actor)

    photo = request.form.getlist("photo")
    try:
        photo = photos_of_form("photo", actor)[-1:]
        put_code(ProducerRequest, new_code, {**data, "photo": photo[0] if photo else None}, record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _producer_form_page(code, {**request.form.to_dict(), "photo": "".join(photo[-1:])}, errors, sentence), error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    if producers.show_producer(new_code).pending:
        flash(_("Tài khoản mới chưa dùng ngay: một quản lý khác xác nhận, hoặc đợi đủ 24 giờ."), "warn")
    return redirect(f"/producers/{new_code}")


def _producer_form_page(code: str | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    return render_template("suppliers/producer_form.html", code=code, typed=typed, errors=errors, sentence=sentence)


def _producer_as_typed(producer: ProducerResult) -> Typed:
    """A producer as the fields of its form."""
    return {name: getattr(producer, name) or "" for name in ("code", *_PRODUCER_FIELDS)}


@bp.get("/producers/<code>")
@needs(Permit.MANAGE)
def producer(code: str) -> str:
    """A producer: what we owe, what was agreed, what they make, and the book."""
    return producer_page(code, {}, None)


def producer_page(code: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a producer, with what was refused in a form of it, if anything."""
    producer = producers.show_producer(code)
    first = read_day(request.args.get("from")) or clock.today() - timedelta(days=6)
    lines = book.lines(code, first, None, cursor_number(request.args.get("after") or None), BOOK_PAGE + 1)
    before = request.args.get("statements") or None
    page = Page.cut(statement_queries.list_statements(code, before, STATEMENTS_PAGE + 1), STATEMENTS_PAGE, lambda s: s.number)
    return render_template(
        "suppliers/producer.html",
        producer=producer,
        portal_people=people.of_producer(code),
        balance_vnd=book.balance(code),
        received=payments.list_payments(code, limit=RECEIVED),
        products=products.list_products("", None, 1000, producer=code),
        agreements=agreements.list_of(code, None, 100),
        statements=page.items,
        more_statements=page.next,
        lines=lines[:BOOK_PAGE],
        more=len(lines) > BOOK_PAGE,
        first=first.isoformat(),
        names=products.product_names(code),
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/producers/<code>/bank-account/confirm")
@needs(Permit.MANAGE)
def confirm_account(code: str) -> Any:
    """Brings the bank account that waits into force."""
    _decide(code, "account-confirmations", producers.confirm_account)
    flash(_("Từ bây giờ tiền chuyển vào tài khoản mới."), "good")
    return redirect(page_before() or f"/producers/{code}")


@bp.post("/producers/<code>/bank-account/refuse")
@needs(Permit.MANAGE)
def refuse_account(code: str) -> Any:
    """Drops the bank account that waits."""
    _decide(code, "account-refusals", producers.refuse_account)
    flash(_("Đã từ chối tài khoản mới. Tiền vẫn chuyển vào tài khoản cũ."), "good")
    return redirect(page_before() or f"/producers/{code}")


def _decide(code: str, scope: str, decide: Callable[[str, AccountDecisionRequest, Actor], ProducerResult]) -> None:
    actor = current_actor()
    producers.show_producer(code)

    def act(_uid: str, document: AccountDecisionRequest) -> ProducerResult:
        return decide(code, document, actor)

    put_once(scope, AccountDecisionRequest, decision_form(), act, code, ProducerResult)


@bp.post("/producers/<code>/corrections")
@needs(Permit.MANAGE)
def correct(code: str) -> Any:
    """Posts an adjustment or a charge. The form says in words which way the money goes, never by a sign."""
    kind = request.form.get("kind", "")
    charge = kind.startswith("charge")
    typed = money("amount_vnd")
    amount_vnd = _as_posted(kind, typed) if isinstance(typed, int) else typed
    data = {"uid": request.form.get("uid", ""), "amount_vnd": amount_vnd, "memo": form_text("memo") or ""}
    actor = current_actor()
    scope = "charges" if charge else "adjustments"

    def act(_uid: str, document: AdjustmentRequest) -> CorrectionResult:
        return payouts.adjust(code, document, actor, charge=charge)

    try:
        put_once(scope, AdjustmentRequest, data, act, code, CorrectionResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return producer_page(code, errors, sentence), error.status
    flash(_("Đã ghi vào sổ của nhà sản xuất."), "good")
    return redirect(f"/producers/{code}#book")


def _as_posted(kind: str, amount_vnd: int) -> int | Unread:
    """An amount of the correction's form with the sign that its document has; the form takes none of its own."""
    if amount_vnd < 0:
        return Unread(_SIGNED)
    return -amount_vnd if kind in {"minus", "charge_back"} else amount_vnd
