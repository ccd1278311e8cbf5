"""The producers' own pages about goods to come: what they are asked for, what they announce. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import needs
from core.quantity import format_quantity
from core.results import Page
from core.text.typed_figures import write_quantity
from core.values.uid import new_uid
from core.web.api import cursor_number, known_uid
from core.web.form_parsing import UidShape, filled, form_errors, form_text, put_once
from core.web.validation import read
from inventory.announcing import announcements, call_ups, cover, reading, wording
from inventory.announcing.pages import cancelling
from inventory.announcing.pages.typed_lines import TypedLines, read_lines
from inventory.announcing.requests import AnnouncementRequest, CallUpAnswerRequest
from inventory.announcing.results import CallUpResult, ProductCover
from inventory.choices import CallUpState
from suppliers import producers, products
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_announcing", __name__)

PAGE = 20
AS_ASKED, OTHER, NOTHING = "as-asked", "other", "nothing"


@bp.app_context_processor
def _asked() -> dict[str, Callable[..., object]]:
    """What the first page of a producer asks that names call-ups and what runs out."""
    return {
        "asked_of_me": _asked_of_me,
        "my_running_low": _my_running_low,
        "by_day": wording.by_day,
        "day_heading": wording.day_heading,
    }


def _asked_of_me() -> list[CallUpResult]:
    found = [each for _id, each in reading.list_call_ups(producer=own_producer(), state=CallUpState.OPEN)]
    return sorted(found, key=lambda each: each.wanted_by)


def _my_running_low() -> list[tuple[ProductCover, date | None]]:
    """What of my goods runs out, each with the day on which nothing will be left at this pace."""
    today = clock.today()
    return [
        (product, None if product.cover.days_of_cover is None else today + timedelta(days=product.cover.days_of_cover))
        for product in cover.running_low(own_producer())
    ]


@bp.get("/portal/announcements")
@needs(SuppliersPermit.PORTAL)
def announcements_list() -> str:
    """What I am asked for, the form that announces a delivery, and what I announced."""
    typed = {"expected_on": (clock.today() + timedelta(days=1)).isoformat(), "uid": new_uid()}
    return _page(TypedLines(), typed, {}, None)


@bp.post("/portal/announcements")
@needs(SuppliersPermit.PORTAL)
def announce() -> Any:
    """Announces a delivery, or changes one that was announced."""
    actor, producer = current_actor(), own_producer()
    goods = products.on_sale(producer)
    lines = read_lines({product.code: product.places for product in goods})
    data = filled({"note": form_text("note"), "call_up": form_text("call_up"), "place": form_text("place")}) | {
        "producer": producer,
        "expected_on": form_text("expected_on") or "",
        "lines": lines.data,
    }
    try:
        uid = str(read(UidShape, {"uid": request.form.get("uid", "")}).uid)
        document = read(AnnouncementRequest, data)
        if document.expected_on < clock.today():
            raise Invalid(("expected_on", N_("Ngày này đã qua.")))
        is_new = transaction(lambda: announcements.put(uid, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(lines.refused(errors), request.form, errors, sentence), error.status
    day = wording.by_day(document.expected_on)
    said = _("Đã báo điểm bán: giao %(day)s.", day=day) if is_new else _("Đã lưu: giao %(day)s.", day=day)
    flash(said, "good")
    return redirect(url_for("portal_announcing.announcements_list", _anchor="mine"))


@bp.get("/portal/announcements/<uid>")
@needs(SuppliersPermit.PORTAL)
def change(uid: str) -> str:
    """The form with an announcement of mine, to change it."""
    standing = reading.get_announcement(known_uid(uid), own_producer())
    lines = TypedLines(
        quantities={line.product: write_quantity(line.quantity) for line in standing.lines},
        made_on={line.product: line.made_on.isoformat() for line in standing.lines if line.made_on},
        best_before={line.product: line.best_before.isoformat() for line in standing.lines if line.best_before},
        member={line.product: line.member for line in standing.lines if line.member},
    )
    typed = {
        "uid": standing.uid,
        "expected_on": standing.expected_on.isoformat(),
        "note": standing.note or "",
        "call_up": standing.call_up or "",
        "place": standing.place or "",
    }
    return _page(lines, typed, {}, None)


@bp.post("/portal/announcements/<uid>/cancel")
@needs(SuppliersPermit.PORTAL)
def cancel(uid: str) -> Any:
    """Takes an announcement of mine back."""
    announcement = known_uid(uid)
    reading.get_announcement(announcement, own_producer())
    cancelling.cancel(announcement, _("Đã hủy. Điểm bán không chờ chuyến này nữa."))
    return redirect(url_for("portal_announcing.announcements_list", _anchor="mine"))


@bp.get("/portal/call-ups/<uid>")
@needs(SuppliersPermit.PORTAL)
def call_up(uid: str) -> str:
    """A call-up, to be answered with other amounts or with nothing."""
    asked = reading.get_call_up(known_uid(uid), own_producer())
    return _answer_page(asked, TypedLines({line.product: write_quantity(line.quantity) for line in asked.lines}), {}, None)


@bp.post("/portal/call-ups/<uid>/answer")
@needs(SuppliersPermit.PORTAL)
def answer(uid: str) -> Any:
    """Answers a call-up: as asked, with other amounts, or that nothing will come."""
    actor = current_actor()
    asked = reading.get_call_up(known_uid(uid), own_producer())
    choice = request.form.get("choice", "")
    lines = TypedLines()
    if choice == AS_ASKED:
        lines = TypedLines(data=[{"product": line.product, "quantity": format_quantity(line.quantity)} for line in asked.lines])
    elif choice == OTHER:
        lines = read_lines(products.places_of([line.product for line in asked.lines]))
    if choice not in {AS_ASKED, OTHER, NOTHING} or (choice == OTHER and not lines.data):
        sentence = _("Ghi số mang được, hoặc bấm Không mang được.")
        return _answer_page(asked, lines, {}, sentence), 422
    data = filled({"note": form_text("note")}) | {"uid": request.form.get("uid", ""), "lines": lines.data}

    def act(_uid: str, document: CallUpAnswerRequest) -> CallUpResult:
        return call_ups.answer(asked.uid, document, actor)

    try:
        put_once("call-up-answers", CallUpAnswerRequest, data, act, asked.uid, CallUpResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _answer_page(asked, lines.refused(errors), errors, sentence), error.status
    if lines.data:
        flash(_("Đã báo điểm bán: giao %(day)s.", day=wording.by_day(asked.wanted_by)), "good")
    else:
        flash(_("Đã báo điểm bán là không mang được."), "good")
    return redirect(url_for("portal_announcing.announcements_list"))


def _answer_page(asked: CallUpResult, lines: TypedLines, errors: Mapping[str, str], sentence: str | None) -> str:
    return render_template(
        "portal/call_up.html",
        producer=producers.show_producer(asked.producer),
        call_up=asked,
        lines=lines,
        typed=request.form,
        errors=errors,
        sentence=sentence,
        tab="stock",
    )


def _page(lines: TypedLines, typed: Mapping[str, str], errors: Mapping[str, str], sentence: str | None) -> str:
    producer = own_producer()
    before = cursor_number(request.args.get("after") or None)
    newest = reading.list_announcements(producer=producer, after=before, limit=PAGE + 1, newest_first=True, only_ended=True)
    page = Page.cut(newest, PAGE, lambda item: item[0])
    waiting = [] if before else reading.expected(producer)
    ended = [each for _id, each in page.items]
    return render_template(
        "portal/announcements.html",
        producer=producers.show_producer(producer),
        goods=sorted(products.on_sale(producer), key=lambda product: product.code not in lines.quantities),
        names=products.product_names(producer),
        waiting=waiting,
        ended=ended,
        next=page.next,
        changes=any(each.uid == typed.get("uid") for each in waiting),
        lines=lines,
        typed=typed,
        errors=errors,
        sentence=sentence,
        tab="stock",
    )
