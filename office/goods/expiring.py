"""Pages about lots near their day: what ends soon and what becomes of it, and one lot with every choice there is for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.errors import DomainError, NotFound
from core.i18n import N_
from core.money import Bp, Vnd
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.web.figure_fields import percent_bp
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory.expiry import answering, ending
from inventory.expiry.ending import EndingLot
from inventory.expiry.requests import ExpiryAnswerRequest, ExpiryAskRequest, MarkDownRequest
from inventory.expiry.results import ExpiryProposal
from inventory.permits import GoodsPermit
from pos.offers import offers
from suppliers.addressing import speak_of
from suppliers.choices import ExpiryChoice

bp = Blueprint("expiring", __name__)

SPANS = (7, 15, 30)
"""How many days the page looks ahead."""


@bp.app_template_filter("offer_of")
def offer_of(lot: EndingLot) -> str:
    """The code of the offer that marks a lot down."""
    return offers.code_of_lot(lot.id)


@bp.get("/stock/expiring")
@needs(GoodsPermit.WRITE)
def expiring_list() -> str:
    """What ends within 7, 15 or 30 days, the nearest first."""
    asked = request.args.get("days", "")
    days = int(asked) if asked in {str(span) for span in SPANS} else SPANS[1]
    lots = ending.ending(days)
    return render_template(
        "expiry/list.html",
        lots=lots,
        days=days,
        spans=SPANS,
        value_vnd=Vnd(sum(lot.value_vnd for lot in lots)),
        unsold_vnd=Vnd(sum(lot.unsold_vnd for lot in lots)),
    )


@bp.get("/stock/expiring/<code:lot>", merge_slashes=False)
@needs(GoodsPermit.WRITE)
def expiring_lot(lot: str) -> str:
    """One lot, with what each choice means."""
    return _lot_page(lot, {}, None)


def _lot_page(code: str, errors: dict[str, str], sentence: str | None) -> str:
    lot = ending.ending_lot(code)
    if lot is None:
        raise NotFound(N_("Lô này đã hết, không ghi hạn hoặc đã thu hồi."))
    speak_of(lot.producer)
    return render_template(
        "expiry/lot.html",
        lot=lot,
        choices=list(ExpiryChoice),
        write_offs={choice: ending.write_off(lot, choice) for choice in ending.CAUSES},
        causes=ending.CAUSES,
        errors=errors,
        sentence=sentence,
        typed=request.form,
    )


@bp.post("/stock/expiring/<code:lot>/ask")
@needs(Permit.MANAGE)
def ask(lot: str) -> Any:
    """Proposes something for a lot, or reminds its producer."""
    actor = current_actor()
    act = lambda _uid, document: answering.ask(lot, document, actor)  # noqa: E731
    asked = lambda: put_once("expiry-askings", ExpiryAskRequest, _chosen(), act, lot, ExpiryProposal)  # noqa: E731
    return _done(lot, asked, _("Đã hỏi nhà sản xuất. Câu hỏi hiện trên trang của họ."))


@bp.post("/stock/expiring/<code:lot>/answer")
@needs(Permit.MANAGE)
def answer(lot: str) -> Any:
    """Writes down what a lot's producer answered by phone or on paper."""
    actor = current_actor()
    data = _chosen() | filled({"note": form_text("note")})
    act = lambda _uid, document: answering.answer(lot, document, actor)  # noqa: E731
    answered = lambda: put_once("expiry-answers", ExpiryAnswerRequest, data, act, lot, ExpiryProposal)  # noqa: E731
    return _done(lot, answered, _("Đã ghi câu trả lời."))


@bp.post("/stock/expiring/<code:lot>/mark-down")
@needs(Permit.MANAGE)
def mark_down(lot: str) -> Any:
    """Marks down a lot of the outlet's own goods, which nobody is asked about."""
    actor = current_actor()
    data = filled({"uid": request.form.get("uid", ""), "rate_bp": percent_bp("rate")})

    def act(_uid: str, document: MarkDownRequest) -> dict[str, object]:
        answering.mark_down_own(lot, Bp(document.rate_bp), actor)
        return {}

    marked = lambda: put_once("expiry-mark-downs", MarkDownRequest, data, act, lot)  # noqa: E731
    return _done(lot, marked, _("Đã giảm giá lô này ở mọi máy."))


def _chosen() -> dict[str, object]:
    """What a form chose for a lot: the rate belongs to a markdown alone."""
    choice = form_text("choice") or ""
    rate_bp = percent_bp("rate") if choice == ExpiryChoice.MARK_DOWN else None
    return filled({"uid": request.form.get("uid", ""), "choice": choice, "rate_bp": rate_bp})


def _done(lot: str, act: Callable[[], object], sentence: str) -> str | tuple[str, int] | Response:
    try:
        act()
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        refused, errors = form_errors(error)
        return _lot_page(lot, errors, errors.get("body", refused)), error.status
    flash(sentence, "good")
    back = request.form.get("days", "")
    if back in {str(span) for span in SPANS}:
        return redirect(url_for("expiring.expiring_list", days=back))
    return redirect(url_for("expiring.expiring_lot", lot=lot))
