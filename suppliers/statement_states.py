"""Where a statement stands, and the questions and answers on its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Role
from core.values.uid import new_uid
from suppliers import audit_actions
from suppliers.choices import MessageKind, StatementState
from suppliers.models import BookLine, Statement, StatementLine, StatementMessage
from suppliers.requests import AcceptRequest, MessageRequest


def messages_of(statement: str) -> Sequence[Row]:
    """All questions and answers of a statement, oldest first."""
    query = select(StatementMessage.__table__).where(StatementMessage.statement_uid == statement)
    return fetch_all(query.order_by(StatementMessage.id))


def open_questions(messages: Iterable[Mapping[str, Any]]) -> set[str]:
    """The lines whose last message is a question."""
    last = {m["line_uid"]: m["kind"] for m in messages}
    return {line for line, kind in last.items() if kind == MessageKind.QUERY}


def state_of(head: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> StatementState:
    """Issued, queried, accepted or paid."""
    if open_questions(messages):
        return StatementState.QUERIED
    if head["payable_vnd"] and head["paid_vnd"] == head["payable_vnd"]:
        return StatementState.PAID
    return StatementState.ACCEPTED if head["accepted_at"] else StatementState.ISSUED


def is_in(state: StatementState) -> ColumnElement[bool]:
    """What `state_of` says, as a condition on statements."""
    later = aliased(StatementMessage)
    followed = exists().where(
        later.statement_uid == StatementMessage.statement_uid,
        later.line_uid == StatementMessage.line_uid,
        later.id > StatementMessage.id,
    )
    queried = exists().where(
        StatementMessage.statement_uid == Statement.uid, StatementMessage.kind == MessageKind.QUERY, ~followed
    )
    paid = (Statement.payable_vnd > 0) & (Statement.paid_vnd == Statement.payable_vnd)
    accepted = Statement.accepted_at.is_not(None)
    conditions = {
        StatementState.QUERIED: queried,
        StatementState.PAID: ~queried & paid,
        StatementState.ACCEPTED: ~queried & ~paid & accepted,
        StatementState.ISSUED: ~queried & ~paid & ~accepted,
    }
    return conditions[state]


def lock(statement: str, producer: str | None = None) -> Row:
    """A statement's head, held for this transaction. Raises NotFound, also when it is not this producer's."""
    query = select(Statement.__table__).where(Statement.uid == statement)
    head = fetch_one(query.with_for_update() if on_postgresql() else query)
    if head is None or (producer is not None and head["producer_code"] != producer):
        raise NotFound(N_("Không có bảng thanh toán này."))
    return head


def accept(statement: str, document: AcceptRequest, actor: Actor) -> None:
    """The producer agrees; a manager may only record that the paper was signed, with a note.

    Raises Invalid without the note and `statement_queried` while a question is open. Accepting twice changes nothing.
    """
    head = lock(statement, actor.producer)
    if actor.role is not Role.PRODUCER and not document.note:
        raise Invalid(("note", N_("Ghi rõ ai đã ký bản giấy, ngày nào.")))
    if open_questions(messages_of(statement)):
        raise DomainError("statement_queried", N_("Còn câu hỏi chưa trả lời."))
    if head["accepted_at"]:
        return
    values = {"accepted_at": clock.now(), "accepted_by": actor.name, "accepted_note": document.note or None}
    execute(update(Statement).where(Statement.uid == statement).values(values))
    audit.note(actor, audit_actions.STATEMENT_ACCEPTED, statement, note=document.note)


def ask(statement: str, document: MessageRequest, actor: Actor) -> None:
    """Asks about a line. The same question while it is open changes nothing.

    Raises Invalid for a line that is not on the statement, and `statement_closed` after it was accepted or paid.
    """
    head, messages = _lock_line(statement, document, actor)
    of_line = [m for m in messages if m["line_uid"] == document.line]
    answered = max((n for n, m in enumerate(of_line, 1) if m["kind"] == MessageKind.ANSWER), default=0)
    if any(m["message"] == document.message for m in of_line[answered:]):
        return
    if state_of(head, messages) in {StatementState.ACCEPTED, StatementState.PAID}:
        raise DomainError("statement_closed", N_("Bảng thanh toán đã đồng ý hoặc đã trả đủ, không hỏi thêm được."))
    _write(statement, MessageKind.QUERY, document, actor)
    audit.note(actor, audit_actions.STATEMENT_ASKED, statement, line=document.line)


def answer(statement: str, document: MessageRequest, actor: Actor) -> None:
    """Answers the questions about a line. The same answer once more changes nothing.

    Raises Invalid for a line that is not on the statement, and `no_question` when nobody waits for an answer.
    """
    _, messages = _lock_line(statement, document, actor)
    last = next((m for m in reversed(messages) if m["line_uid"] == document.line), None)
    if last and (last["kind"], last["message"]) == (MessageKind.ANSWER, document.message):
        return
    if document.line not in open_questions(messages):
        raise DomainError("no_question", N_("Dòng này không có câu hỏi nào đang chờ."))
    _write(statement, MessageKind.ANSWER, document, actor)
    audit.note(actor, audit_actions.STATEMENT_ANSWERED, statement, line=document.line)


def _lock_line(statement: str, document: MessageRequest, actor: Actor) -> tuple[Row, Sequence[Row]]:
    """The statement's head, locked, and its messages. Raises NotFound, and Invalid for a line that is not on it."""
    head = lock(statement, actor.producer)
    on_it = fetch_one(
        select(BookLine.id)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == statement, BookLine.uid == document.line)
    )
    if on_it is None:
        raise Invalid(("line", N_("Dòng này không có trên bảng thanh toán.")))
    return head, messages_of(statement)


def _write(statement: str, kind: MessageKind, document: MessageRequest, actor: Actor) -> None:
    execute(
        insert(StatementMessage),
        {
            "uid": document.uid or new_uid(),
            "statement_uid": statement,
            "line_uid": document.line,
            "kind": kind,
            "message": document.message,
            "written_by": actor.name,
            "written_at": clock.now(),
        },
    )
