"""Asking producers for goods: the form with what is suggested, the text to send, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.text.typed_figures import write_quantity
from core.web.api import cursor_number, known_uid
from core.web.form_parsing import filled, form_errors, form_text, put_once
from inventory.announcing import call_ups, cover, reading, wording
from inventory.announcing.pages.typed_lines import TypedLines, read_lines
from inventory.announcing.requests import CallUpAnswerRequest, CallUpRequest
from inventory.announcing.results import CallUpResult, ProductCover
from inventory.choices import CallUpState
from inventory.permits import GoodsPermit
from inventory.requests import ActRequest
from suppliers import producers, products

bp = Blueprint("call_ups", __name__)

PAGE = 50
LATEST = 7
"""So many days ahead lies the day that a form proposes at most."""


@bp.get("/stock/call-ups")
@needs(GoodsPermit.WRITE)
def call_ups_list() -> str:
    """What producers were asked for: those that wait first, then the newest."""
    before = cursor_number(request.args.get("after") or None)
    newest = reading.list_call_ups(after=before, limit=PAGE + 1, newest_first=True, only_ended=True)
    page = Page.cut(newest, PAGE, lambda item: item[0])
    waiting = [] if before else [each for _id, each in reading.list_call_ups(state=CallUpState.OPEN)]
    return render_template(
        "inventory/announcing/call_ups.html",
        waiting=sorted(waiting, key=lambda each: each.wanted_by),
        items=[each for _id, each in page.items],
        next_href=url_for("call_ups.call_ups_list", after=page.next) if page.next else None,
        names=dict(producers.producer_names()),
        choices=producers.producer_names(consigning=True),
        wanted=wording.wanted,
    )


@bp.route("/stock/call-ups/new", methods=["GET", "POST"])
@needs(GoodsPermit.WRITE)
def new_call_up() -> Any:
    """Asks a producer for goods; what is suggested is filled in."""
    producer = producers.show_producer(request.values.get("producer") or "").code
    goods = cover.with_hints(producer)
    if request.method == "GET":
        wanted = {p.cover.product: write_quantity(p.still_wanted) for p in goods if p.still_wanted}
        return _form(producer, goods, TypedLines(wanted), {"wanted_by": _proposed_day(goods).isoformat()}, {}, None)
    lines = read_lines({p.cover.product: p.places for p in goods})
    data = filled({"note": form_text("note")}) | {
        "producer": producer,
        "wanted_by": form_text("wanted_by") or "",
        "lines": [{"product": line["product"], "quantity": line["quantity"]} for line in lines.data],
    }
    actor = current_actor()
    try:
        made = put_once(
            "call-ups",
            CallUpRequest,
            data,
            lambda uid, document: call_ups.call_up(uid, document, actor),
            result_type=CallUpResult,
        )
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _form(producer, goods, lines.refused(errors), request.form, errors, sentence), error.status
    flash(_("Đã gọi hàng. Nhà sản xuất thấy ở trang của mình."), "good")
    return redirect(url_for("call_ups.call_up", uid=made.uid))


def _form(
    producer: str,
    goods: Sequence[ProductCover],
    lines: TypedLines,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    sentence: str | None,
) -> str:
    return render_template(
        "inventory/announcing/call_up_form.html",
        producer=producers.show_producer(producer),
        goods=sorted(goods, key=lambda p: p.cover.product not in lines.quantities),
        lines=lines,
        typed=typed,
        errors=errors,
        sentence=sentence,
    )


def _proposed_day(goods: Sequence[ProductCover]) -> date:
    """The day on which the first of the goods that are wanted runs out: tomorrow at the earliest, in a week at the latest."""
    days = [p.cover.days_of_cover for p in goods if p.still_wanted and p.cover.days_of_cover is not None]
    return clock.today() + timedelta(days=min(max(min(days, default=LATEST), 1), LATEST))


@bp.get("/stock/call-ups/<uid>")
@needs(GoodsPermit.WRITE)
def call_up(uid: str) -> str:
    """A call-up: what it asks for, the text to send, and its answer."""
    return _page(known_uid(uid), None, {}, None)


@bp.post("/stock/call-ups/<uid>/answer")
@needs(Permit.MANAGE)
def answer(uid: str) -> Any:
    """Writes down what the producer answered by phone or message."""
    call_up_uid, actor = known_uid(uid), current_actor()
    asked = reading.get_call_up(call_up_uid)
    lines = read_lines(products.places_of([line.product for line in asked.lines]))
    data = filled({"note": form_text("note")}) | {"uid": request.form.get("uid", ""), "lines": lines.data}
    try:
        put_once(
            "call-up-answers",
            CallUpAnswerRequest,
            data,
            lambda _uid, document: call_ups.answer(call_up_uid, document, actor),
            call_up_uid,
            CallUpResult,
        )
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(call_up_uid, lines.refused(errors), errors, sentence), error.status
    flash(_("Đã ghi trả lời của nhà sản xuất."), "good")
    return redirect(url_for("call_ups.call_up", uid=call_up_uid))


@bp.post("/stock/call-ups/<uid>/cancel")
@needs(GoodsPermit.WRITE)
def cancel(uid: str) -> Any:
    """Takes a call-up back."""
    call_up_uid, actor = known_uid(uid), current_actor()
    data = {"uid": request.form.get("uid", "")}
    act = lambda _uid, document: call_ups.cancel(call_up_uid, document, actor)  # noqa: E731
    try:
        put_once("call-up-cancels", ActRequest, data, act, call_up_uid, CallUpResult)
    except DomainError as error:
        flash(error.detail, "bad")
    else:
        flash(_("Đã hủy lời gọi hàng."), "good")
    return redirect(url_for("call_ups.call_up", uid=call_up_uid))


def _page(uid: str, typed: TypedLines | None, errors: Mapping[str, str], sentence: str | None) -> str:
    found = reading.get_call_up(uid)
    lines = typed or TypedLines({line.product: write_quantity(line.quantity) for line in found.lines})
    announcement = reading.get_announcement(found.announcement) if found.announcement else None
    return render_template(
        "inventory/announcing/call_up.html",
        call_up=found,
        producer=producers.show_producer(found.producer),
        announcement=announcement,
        announced={line.product: line.quantity for line in announcement.lines} if announcement else {},
        text=wording.request_text(found),
        lines=lines,
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )
