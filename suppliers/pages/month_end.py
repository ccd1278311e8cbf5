"""The page of the month's end: every producer's statement at a glance, closing many and paying many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import day as day_words
from core.web.form_parsing import UidShape, form_text, read_day
from core.web.validation import read
from suppliers.choices import StatementStep
from suppliers.settling import board, settlements
from suppliers.settling.requests import SettlementRequest

bp = Blueprint("month_end", __name__)


@bp.get("/month-end")
@needs(Permit.MANAGE)
def month_end() -> str:
    """Every producer of the period that ends with a day, what waits first."""
    until = until_of(request.args.get("until"))
    shown = board.board(until)
    return render_template(
        "suppliers/month_end.html",
        board=shown,
        until=until,
        steps=[step for step in StatementStep if step is not StatementStep.NOTHING],
        before=until.replace(day=1) - timedelta(days=1),
        after=_end_of_month(until + timedelta(days=1)),
        today=clock.today(),
        settlement=request.args.get("settlement"),
    )


@bp.post("/month-end/close")
@needs(Permit.MANAGE)
def close() -> Any:
    """Asks once more with the sums, then closes the books of the chosen producers."""
    until, chosen = until_of(form_text("until")), request.form.getlist("producer")
    if not chosen:
        flash(_("Chưa chọn nhà sản xuất nào để chốt."), "bad")
        return redirect(url_for("suppliers.month_end.month_end", until=until))
    if not form_text("sure"):
        rows = [row for row in board.board(until).of(StatementStep.DRAFT) if row.producer in chosen]
        return render_template("suppliers/month_end_close.html", rows=rows, until=until, total_vnd=sum(r.due_vnd for r in rows))
    # As it was sent, whatever is closed since: a second tap is the same settlement.
    body = {"until": until.isoformat(), "producers": chosen}
    settled = settlements.settle(form_uid(), read(SettlementRequest, body), body, current_actor())
    flash(_("Đã chốt %(n)s kỳ đến %(day)s.", n=len(settled.statements), day=day_words(until)), "good")
    for refused in settled.refused:
        flash(_("Chưa chốt được kỳ của %(producer)s.", producer=refused.producer), "bad")
    return redirect(url_for("suppliers.month_end.month_end", until=until, settlement=settled.uid))


def until_of(text: str | None) -> date:
    """The day that was asked for, never later than today."""
    return min(read_day(text) or clock.today(), clock.today())


def form_uid() -> str:
    return str(read(UidShape, {"uid": request.form.get("uid", "")}).uid)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
