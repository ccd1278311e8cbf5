"""The producer's pages of a statement: its sums, its lines, questions about it, and agreeing to it. Works without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.text.formats import amount
from core.values.uid import new_uid
from core.web.form_parsing import filled, form_errors, form_text, put_once, read_day
from core.web.validation import read
from suppliers import products, statement_queries, statement_states
from suppliers.choices import StatementState
from suppliers.pages.statements import threads
from suppliers.permits import SuppliersPermit
from suppliers.portal import owed, sums
from suppliers.portal.lines import asked_lines, lines_page
from suppliers.portal.pages import own_producer
from suppliers.portal.sums import Held, LineFilter
from suppliers.requests import AcceptRequest, MessageRequest, UnacceptRequest
from suppliers.results import StatementResult
from suppliers.statement_states import TO_UNACCEPT, StatementHead

bp = Blueprint("portal_statements", __name__)

STATEMENTS_PAGE = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """What may still be done with a statement: until when one may ask, whether one may agree, and take that back.

    `ask_until` is None when nothing can be asked any more.
    """

    ask_until: date | None
    can_accept: bool
    can_unaccept: bool


def standing_of(head: StatementHead, state: StatementState, actor_name: str) -> Standing:
    """What somebody may do with a statement in this state now."""
    last = statement_states.last_day_to_ask(head)
    may_ask = state in {StatementState.ISSUED, StatementState.QUERIED} and clock.today() <= last
    accepted_at: datetime | None = head.accepted_at
    can_unaccept = (
        accepted_at is not None
        and head.accepted_by == actor_name
        and not head.paid_vnd
        and clock.now() - accepted_at <= TO_UNACCEPT
    )
    return Standing(last if may_ask else None, state is StatementState.ISSUED, can_unaccept)


@bp.get("/portal/statements")
@needs(SuppliersPermit.PORTAL)
def statements_list() -> str:
    """What is owed, the producer's statements, newest first, and the last payments."""
    producer = own_producer()
    newest_first = statement_queries.list_statements(producer, request.args.get("after") or None, STATEMENTS_PAGE + 1)
    page = Page.cut(newest_first, STATEMENTS_PAGE, lambda s: s.number)
    return render_template(
        "portal/statements.html", items=page.items, next=page.next, owed=owed.owed_now(producer), tab="statements"
    )


@bp.get("/portal/statements/<uid>")
@needs(SuppliersPermit.STATEMENT_REPLY)
def statement(uid: str) -> Any:
    """A statement: what is paid and why, its days, payments and questions. The paper's code brings a manager to her own page."""
    if current_actor().producer is None:
        return redirect(f"/statements/{uid}")
    producer, actor = own_producer(), current_actor()
    head = statement_queries.find_head(uid.lower(), producer)
    shown = statement_queries.show(head.uid, producer, with_lines=False)
    of_statement = LineFilter(producer=producer, statement=head.uid)
    held = sums.held_by(head)
    return render_template(
        "portal/statement.html",
        statement=shown,
        standing=standing_of(head, shown.state, actor.name),
        sold=sums.by_product(of_statement),
        kinds=sums.by_kind(of_statement),
        days=sums.by_day(of_statement),
        held=held,
        free_on=max((each.free_on for each in held), default=None),
        names=products.product_names(producer),
        threads=threads(shown),
        unaccept_uid=new_uid(),
        tab="statements",
    )


@bp.get("/portal/statements/<uid>/lines")
@needs(SuppliersPermit.PORTAL)
def lines(uid: str) -> str:
    """Lines of a statement, of a product, a kind or a day; each opens its why."""
    producer, actor = own_producer(), current_actor()
    head = statement_queries.find_head(uid.lower(), producer)
    wanted = asked_lines(producer, statement=head.uid)
    state = statement_states.state_of(head, statement_states.messages_of(head.uid))
    return lines_page(
        wanted,
        title=_("Các dòng của %(number)s", number=head.number),
        back=url_for("portal_statements.statement", uid=head.uid),
        tab="statements",
        statement=head,
        standing=standing_of(head, state, actor.name),
    )


@bp.get("/portal/statements/<uid>/held")
@needs(SuppliersPermit.PORTAL)
def held(uid: str) -> str:
    """Why a statement does not pay all that is owed, day by day."""
    producer = own_producer()
    shown = statement_queries.show(uid.lower(), producer, with_lines=False)
    days: list[Held] = sums.held_by(statement_queries.find_head(uid.lower(), producer))
    return render_template("portal/held.html", statement=shown, held=days, tab="statements")


@bp.route("/portal/statements/<uid>/ask", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL)
def ask(uid: str) -> Any:
    """The producer asks about a line, a day or a product."""
    producer, actor = own_producer(), current_actor()
    head = statement_queries.find_head(uid.lower(), producer)
    typed = request.form if request.method == "POST" else request.args
    about = filled({name: form_text(name, typed) for name in ("line", "day", "product")})
    sentence: str | None = None
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            document = read(MessageRequest, about | {"message": form_text("message") or ""})
            transaction(lambda: statement_states.ask(head.uid, document, actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            sentence = next((errors[name] for name in ("line", "day", "product") if name in errors), sentence)
            status = error.status
        else:
            flash(_("Đã gửi câu hỏi. Điểm bán trả lời ở trang này."), "good")
            return redirect(url_for("portal_statements.statement", uid=head.uid, _anchor="questions"))
    line = about.get("line", "").lower()
    found = statement_queries.lines_of(head.uid, uids=[line]) if line else []
    state = statement_states.state_of(head, statement_states.messages_of(head.uid))
    page = render_template(
        "portal/ask.html",
        statement=head,
        about=about,
        line=found[0] if found else None,
        day=read_day(about.get("day")),
        names=products.product_names(producer),
        standing=standing_of(head, state, actor.name),
        typed=request.form,
        sentence=sentence,
        errors=errors,
        tab="statements",
    )
    return page, status


@bp.route("/portal/statements/<uid>/accept", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL, Permit.ACCEPT)
def accept(uid: str) -> Any:
    """The producer agrees, on a page that says once more how much it is and for which days."""
    producer, actor = own_producer(), current_actor()
    head = statement_queries.find_head(uid.lower(), producer)
    sentence: str | None = None
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        try:
            if not request.form.get("read"):
                raise Invalid(("read", N_("Đánh dấu là đã xem rồi mới đồng ý.")))
            transaction(lambda: statement_states.accept(head.uid, AcceptRequest(), actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            until = clock.local(clock.now() + TO_UNACCEPT)
            flash(
                _(
                    "HTX đã đồng ý bảng thanh toán %(number)s, %(amount)s ₫. Đổi ý thì rút lại được đến %(at)s.",
                    number=head.number,
                    amount=amount(head.payable_vnd),
                    at=f"{until:%H:%M}",
                ),
                "good",
            )
            return redirect(url_for("portal_statements.statement", uid=head.uid))
    shown = statement_queries.show(head.uid, producer, with_lines=False)
    if shown.state is not StatementState.ISSUED and status == 200:
        return redirect(url_for("portal_statements.statement", uid=head.uid))
    page = render_template(
        "portal/accept.html",
        statement=shown,
        standing=standing_of(head, shown.state, actor.name),
        days=(shown.until - shown.from_ + timedelta(days=1)).days,
        sentence=sentence,
        errors=errors,
        tab="statements",
    )
    return page, status


@bp.post("/portal/statements/<uid>/unaccept")
@needs(SuppliersPermit.PORTAL, Permit.ACCEPT)
def unaccept(uid: str) -> Any:
    """The producer takes back that it agreed."""
    producer, actor = own_producer(), current_actor()
    head = statement_queries.find_head(uid.lower(), producer)

    def act(_uid: str, _document: UnacceptRequest) -> StatementResult:
        statement_states.unaccept(head.uid, actor)
        return statement_queries.show(head.uid, with_lines=False)

    try:
        data = {"uid": request.form.get("uid", "")}
        put_once("statement-unaccepts", UnacceptRequest, data, act, head.uid, StatementResult)
    except DomainError as error:
        flash(error.detail, "bad")
    else:
        flash(_("Đã rút lại. Bảng thanh toán chờ HTX xem."), "good")
    return redirect(url_for("portal_statements.statement", uid=head.uid))
