"""Paying a statement, money received from a producer, and taking either back; here, because cash may go through a drawer."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import moment, vnd
from core.web.figure_fields import money
from core.web.form_parsing import filled, form_errors, form_text, put_once
from core.web.validation import read
from pos import shifts
from pos.receipts.papers.payout import money_paper
from suppliers import payouts, statement_queries
from suppliers.pages.month_end import form_uid, until_of
from suppliers.pages.producers import producer_page
from suppliers.pages.statements import statement_page
from suppliers.papers.payout_paper import payout_sheets
from suppliers.producer_payments import payments
from suppliers.producer_payments.requests import ProducerPaymentRequest
from suppliers.producer_payments.results import ProducerPaymentResult
from suppliers.requests import PayoutRequest, ReversalRequest
from suppliers.results import PayoutResult
from suppliers.settling import batches
from suppliers.settling.requests import PayoutBatchRequest

bp = Blueprint("payouts", __name__)
_DRAWER = "cash:"
_WHY = {
    "not_enough_cash": N_("két không đủ tiền."),
    "no_account": N_("chưa có tài khoản nhận tiền."),
    "statement_queried": N_("còn câu hỏi chưa trả lời."),
    "nothing_payable": N_("không còn gì phải trả."),
    "superseded": N_("đã có bảng thanh toán mới hơn."),
    "shift_closed": N_("ca đã đóng."),
}
"""What a manager reads for the codes of refused statements."""


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    # The statement's page belongs to the suppliers, who know no drawers; it asks for them by this name.
    state.app.jinja_env.globals["cash_drawers"] = cash_drawers


def cash_drawers(into: bool = False) -> list[tuple[str, str]]:
    """The open drawers that cash can be paid from, or put into, as choices of a form."""
    words = _("Tiền mặt vào két %(till)s (ca mở %(at)s)") if into else _("Tiền mặt từ két %(till)s (ca mở %(at)s)")
    return [
        (_DRAWER + shift["uid"], words % {"till": shift["till_name"], "at": moment(shift["opened_at"])})
        for shift in shifts.list_open()
    ]


def _way() -> dict[str, str | None]:
    """How the money goes, as the form says it: the method, and the shift whose drawer it is."""
    way = form_text("method") or ""
    if way.startswith(_DRAWER):
        return {"method": "cash", "shift": way.removeprefix(_DRAWER)}
    return {"method": way}


@bp.post("/statements/<uid>/payouts")
@needs(Permit.MANAGE)
def pay(uid: str) -> Any:
    """Pays a part or all of a statement."""
    actor = current_actor()
    take = partial(shifts.take_from_drawer, actor)
    data = filled({"reference": form_text("reference")}) | {
        "producer": statement_queries.show(uid, with_lines=False).producer,
        "statement": uid,
        "amount_vnd": money("amount_vnd"),
        **_way(),
    }
    try:
        put_once("payouts", PayoutRequest, data, lambda payout, d: payouts.pay(payout, d, actor, take))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return statement_page(uid, errors, sentence), error.status
    flash(_("Đã ghi nhận lần chi trả."), "good")
    return redirect(f"/statements/{uid}#payouts")


@bp.post("/statements/<uid>/payouts/<payout>/reverse")
@needs(Permit.MANAGE)
def take_back(uid: str, payout: str) -> Any:
    """Takes a payout back by a line of the opposite sign."""
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}

    def act(_uid: str, document: ReversalRequest) -> PayoutResult:
        return payouts.reverse(payout, document, actor, shifts.can_come_back)

    put_once("payout-reversals", ReversalRequest, data, act, payout, PayoutResult)
    flash(_("Đã hủy lần chi trả bằng một dòng đảo."), "good")
    return redirect(f"/statements/{uid}#payouts")


@bp.post("/month-end/pay")
@needs(Permit.MANAGE)
def pay_many() -> Any:
    """Writes down that the bank was told to pay all that is payable on the chosen statements, or that cash was handed out."""
    until, chosen = until_of(form_text("until")), request.form.getlist("statement")
    if not chosen:
        flash(_("Chưa chọn bảng thanh toán nào để trả."), "bad")
        return redirect(url_for("suppliers.month_end.month_end", until=until))
    actor = current_actor()
    body = filled({"reference": form_text("reference")}) | {"statements": chosen, **filled(_way())}
    document = read(PayoutBatchRequest, body)
    paid = batches.pay(form_uid(), document, body, actor, partial(shifts.take_from_drawer, actor))
    total = sum(payout.amount_vnd for payout in paid.payouts)
    flash(_("Đã ghi trả %(n)s kỳ, %(total)s.", n=len(paid.payouts), total=vnd(total)), "good")
    for code, n in Counter(refused.code for refused in paid.refused).items():
        flash(_("%(n)s kỳ chưa trả được: %(why)s", n=n, why=_(_WHY.get(code, N_("mở từng bảng để xem vì sao.")))), "bad")
    if after := form_text("then"):  # one code after the other, on a phone
        return redirect(url_for("suppliers.month_end.pay_by_code", uid=after, until=until))
    batch = paid.uid if paid.payouts else None
    return redirect(url_for("suppliers.month_end.month_end", until=until, batch=batch))


@bp.get("/month-end/vouchers/<batch>")
@needs(Permit.MANAGE)
def vouchers(batch: str) -> Response:
    """The payment vouchers of a batch in one file, to print and sign."""
    papers = [money_paper(payout)[0] for payout in batches.show(batch.lower()).payouts]
    if not papers:
        raise NotFound(N_("Không có đợt chi trả này."))
    answer = make_response(payout_sheets(papers))
    answer.content_type = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="phieu-chi.pdf"'
    return answer


@bp.post("/producers/<code>/payments")
@needs(Permit.MANAGE)
def receive(code: str) -> Any:
    """Takes money of a producer that owes the outlet."""
    actor = current_actor()
    data = filled({"reference": form_text("reference")}) | {"producer": code, "amount_vnd": money("received_vnd"), **_way()}
    put = partial(shifts.put_into_drawer, actor)
    try:
        put_once("producer-payments", ProducerPaymentRequest, data, lambda uid, d: payments.receive(uid, d, actor, put))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return producer_page(code, errors | {"received_vnd": errors.get("amount_vnd", "")}, sentence), error.status
    flash(_("Đã ghi nhận tiền."), "good")
    return redirect(f"/producers/{code}#received")


@bp.post("/producers/<code>/payments/<payment>/reverse")
@needs(Permit.MANAGE)
def reverse_received(code: str, payment: str) -> Any:
    """Takes money received back by a line of the opposite sign."""
    actor = current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}

    def act(_uid: str, document: ReversalRequest) -> ProducerPaymentResult:
        return payments.reverse(payment, document, actor, partial(shifts.take_back, actor))

    put_once("producer-payment-reversals", ReversalRequest, data, act, payment, ProducerPaymentResult)
    flash(_("Đã hủy lần thu tiền."), "good")
    return redirect(f"/producers/{code}#received")
