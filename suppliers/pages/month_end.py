"""The pages of the month's end: every producer's statement at a glance, closing many, and the files of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock, outlet
from core.db import transaction
from core.errors import DomainError
from core.i18n import in_language
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import day as day_words
from core.web.form_parsing import UidShape, filled, form_errors, form_text, read_day
from core.web.validation import read
from suppliers import producers, statement_queries
from suppliers.choices import BankFileField, StatementStep
from suppliers.pages.statements import transfer_code
from suppliers.settling import bank_file, board, due, files, settlements
from suppliers.settling.board_xlsx import board_xlsx
from suppliers.settling.previews import drafts
from suppliers.settling.requests import BankFileRequest, SettlementRequest
from suppliers.settling.roll_forward import roll_forward, total

bp = Blueprint("month_end", __name__)
_STEPS = (StatementStep.DRAFT, StatementStep.ISSUED, StatementStep.QUERIED, StatementStep.ACCEPTED, StatementStep.PAID)
"""The steps in the order in which a statement takes them."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/month-end")
@needs(Permit.MANAGE)
def month_end() -> str:
    """Every producer of the period that ends with a day, what waits first."""
    until = until_of(request.args.get("until"))
    shown, first = board.board(until), until.replace(day=1)
    return render_template(
        "suppliers/month_end.html",
        board=shown,
        until=until,
        first=first,
        steps=_STEPS,
        moving=sum(row.step is not StatementStep.NOTHING for row in shown.rows),
        due_vnd=sum(row.due_vnd for row in shown.due),
        sums=total(roll_forward(first, until)),
        before=first - timedelta(days=1),
        after=_end_of_month(until + timedelta(days=1)),
        today=clock.today(),
        settlement=request.args.get("settlement"),
        batch=request.args.get("batch"),
    )


@bp.get("/month-end/board.xlsx")
@needs(Permit.MANAGE)
def sheet() -> Response:
    """The board, and what is owed to each producer, as a workbook."""
    until = until_of(request.args.get("until"))
    first = until.replace(day=1)
    with in_language(outlet.show_outlet().paper_language):
        content = board_xlsx(board.board(until), roll_forward(first, until), first, outlet.outlet_name() or "")
    return _file(content, _XLSX, f"thanh-toan-{until.isoformat()}.xlsx")


@bp.get("/month-end/statements.zip")
@needs(Permit.MANAGE)
def bundle() -> Response:
    """The papers of all statements on the board, in one archive."""
    until = until_of(request.args.get("until"))
    closed = [row.statement for row in board.board(until).closed if row.statement]
    return _file(files.papers(statement_queries.summaries(closed)), "application/zip", f"doi-soat-{until.isoformat()}.zip")


@bp.post("/month-end/transfers")
@needs(Permit.MANAGE)
def transfers() -> Any:
    """The transfers of the chosen statements, for the bank."""
    until, chosen = until_of(form_text("until")), request.form.getlist("statement")
    due_now = due.transfers(until, chosen)
    if not due_now:
        flash(_("Không có bảng nào đã chọn trả được bằng chuyển khoản."), "bad")
        return redirect(url_for("suppliers.month_end.month_end", until=until))
    with in_language(outlet.show_outlet().paper_language):
        content = files.bank_xlsx(due_now, bank_file.columns())
    return _file(content, _XLSX, f"chuyen-khoan-{until.isoformat()}.xlsx")


@bp.post("/month-end/close")
@needs(Permit.MANAGE)
def close() -> Any:
    """Shows what each of the chosen statements would say, then closes their books."""
    until, chosen = until_of(form_text("until")), request.form.getlist("producer")
    if not chosen:
        flash(_("Chưa chọn nhà sản xuất nào để chốt."), "bad")
        return redirect(url_for("suppliers.month_end.month_end", until=until))
    if not request.form.get("sure"):
        names, made = dict(producers.producer_names(consigning=True)), drafts(until, chosen)
        rows = sorted(((names[code], code, draft) for code, draft in made.items() if code in names), key=lambda row: row[0])
        return render_template("suppliers/month_end_close.html", rows=rows, until=until)
    # As it was sent, whatever is closed since: a second tap is the same settlement.
    body = {"until": until.isoformat(), "producers": chosen}
    settled = settlements.settle(form_uid(), read(SettlementRequest, body), body, current_actor())
    flash(_("Đã chốt %(n)s kỳ đến %(day)s.", n=len(settled.statements), day=day_words(until)), "good")
    for refused in settled.refused:
        flash(_("Chưa chốt được kỳ của %(producer)s.", producer=refused.producer), "bad")
    return redirect(url_for("suppliers.month_end.month_end", until=until, settlement=settled.uid))


@bp.get("/month-end/pay/<uid>")
@needs(Permit.MANAGE)
def pay_by_code(uid: str) -> str:
    """One statement that is due, as a code for a bank's app; the next one is a touch away."""
    until = until_of(request.args.get("until"))
    waiting = [row for row in board.board(until).payable if row.statement]
    statement = statement_queries.show(uid.lower(), with_lines=False)
    place = next((n for n, row in enumerate(waiting) if row.statement == statement.uid), None)
    left_vnd = statement.money.payable_vnd - statement.paid_on_this_vnd
    producer = producers.show_producer(statement.producer)
    return render_template(
        "suppliers/month_end_pay.html",
        statement=statement,
        producer=producer,
        left_vnd=left_vnd,
        transfer=transfer_code(producer, statement, left_vnd) if place is not None else None,
        place=place,
        waiting=waiting,
        next=_after(waiting, place),
        until=until,
    )


@bp.route("/month-end/bank-file", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def bank_file_columns() -> Any:
    """Which columns the file of transfers has, and what they are called."""
    shown = {column.field: column.heading or "" for column in bank_file.show_columns().columns}
    order = {field: str(n) for n, field in enumerate(shown, 1)}
    if request.method == "GET":
        return _columns_page(order, shown, None)
    typed = {field: form_text(f"place_{field.value}") or "" for field in BankFileField}
    headings = {field: form_text(f"heading_{field.value}") or "" for field in BankFileField}
    chosen = sorted((field for field in BankFileField if typed[field].isdecimal()), key=lambda field: int(typed[field]))
    body = {"columns": [{"field": field.value, **filled({"heading": headings[field]})} for field in chosen]}
    actor = current_actor()
    try:
        document = read(BankFileRequest, body)
        transaction(lambda: bank_file.put_columns(document, actor))
    except DomainError as error:
        return _columns_page(typed, headings, form_errors(error)[0]), error.status
    flash(_("Đã lưu các cột của tệp chuyển khoản."), "good")
    return redirect(url_for("suppliers.month_end.bank_file_columns"))


def _columns_page(order: dict[BankFileField, str], headings: dict[BankFileField, str], sentence: str | None) -> str:
    fields = sorted(BankFileField, key=lambda field: (not order.get(field), int(order.get(field) or 0)))
    return render_template("suppliers/bank_file.html", fields=fields, order=order, headings=headings, sentence=sentence)


def _after(waiting: Sequence[board.BoardRow], place: int | None) -> str | None:
    """The statement after the one at a place among those that wait; the first one where it waits no more."""
    after = 0 if place is None else place + 1
    return waiting[after].statement if after < len(waiting) else None


def _file(content: bytes, content_type: str, name: str) -> Response:
    answer = make_response(content)
    answer.content_type = content_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def until_of(text: str | None) -> date:
    """The day that was asked for, never later than today."""
    return min(read_day(text) or clock.today(), clock.today())


def form_uid() -> str:
    """The id that the form carries."""
    return str(read(UidShape, {"uid": request.form.get("uid", "")}).uid)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
