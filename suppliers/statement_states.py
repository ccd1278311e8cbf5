"""Where a statement stands, and the questions and answers on its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import aliased

from core import audit, clock
from core.db import Row, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.people.permits import Role
from core.uid import new_uid
from suppliers import audit_actions
from suppliers.models import BookLine, Statement, StatementLine, StatementMessage
from suppliers.requests import AcceptRequest, QueryRequest

STATES = ("issued", "queried", "accepted", "paid")
STATE_LABELS = {
    "preview": N_("Tạm tính"),
    "issued": N_("Đã gửi"),
    "queried": N_("Đang hỏi lại"),
    "accepted": N_("Đã đồng ý"),
    "paid": N_("Đã trả đủ"),
}


def words_of(statement: str) -> Sequence[Row]:
    """All questions and answers of a statement, oldest first."""
    query = select(StatementMessage.__table__).where(StatementMessage.statement_uid == statement)
    return fetch_all(query.order_by(StatementMessage.id))


def open_questions(said: Iterable[Mapping[str, Any]]) -> set[str]:
    """The lines whose last word is a question."""
    last = {w["line_uid"]: w["kind"] for w in said}
    return {line for line, kind in last.items() if kind == "query"}


def state_of(head: Mapping[str, Any], said: Iterable[Mapping[str, Any]]) -> str:
    """issued, queried, accepted or paid."""
    if open_questions(said):
        return "queried"
    if head["payable_vnd"] and head["paid_vnd"] == head["payable_vnd"]:
        return "paid"
    return "accepted" if head["accepted_at"] else "issued"


def is_in(state: str) -> ColumnElement[bool]:
    """What `state_of` says, as a condition on statements."""
    later = aliased(StatementMessage)
    followed = exists().where(
        later.statement_uid == StatementMessage.statement_uid,
        later.line_uid == StatementMessage.line_uid,
        later.id > StatementMessage.id,
    )
    queried = exists().where(StatementMessage.statement_uid == Statement.uid, StatementMessage.kind == "query", ~followed)
    paid = (Statement.payable_vnd > 0) & (Statement.paid_vnd == Statement.payable_vnd)
    accepted = Statement.accepted_at.is_not(None)
    conditions = {
        "queried": queried,
        "paid": ~queried & paid,
        "accepted": ~queried & ~paid & accepted,
        "issued": ~queried & ~paid & ~accepted,
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
    if open_questions(words_of(statement)):
        raise DomainError("statement_queried", N_("Còn câu hỏi chưa trả lời."))
    if head["accepted_at"]:
        return
    values = {"accepted_at": clock.now(), "accepted_by": actor.name, "accepted_note": document.note or None}
    execute(update(Statement).where(Statement.uid == statement).values(values))
    audit.note(actor, audit_actions.STATEMENT_ACCEPTED, statement, note=document.note)


def say(statement: str, kind: str, document: QueryRequest, actor: Actor) -> None:
    """Asks about a line (`query`) or answers (`answer`).

    Raises Invalid for a line that is not on the statement, `statement_closed` for a question after it was accepted or
    paid, and `no_question` for an answer nobody waits for.
    """
    head = lock(statement, actor.producer)
    on_it = fetch_one(
        select(BookLine.id)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == statement, BookLine.uid == document.line)
    )
    if on_it is None:
        raise Invalid(("line", N_("Dòng này không có trên bảng thanh toán.")))
    said = words_of(statement)
    if kind == "query" and state_of(head, said) in {"accepted", "paid"}:
        raise DomainError("statement_closed", N_("Bảng thanh toán đã đồng ý hoặc đã trả đủ, không hỏi thêm được."))
    if kind == "answer" and document.line not in open_questions(said):
        raise DomainError("no_question", N_("Dòng này không có câu hỏi nào đang chờ."))
    execute(
        insert(StatementMessage),
        {
            "statement_uid": statement,
            "line_uid": document.line,
            "kind": kind,
            "message": document.message,
            "uid": new_uid(),
            "written_by": actor.name,
            "written_at": clock.now(),
        },
    )
    audit.note(
        actor,
        audit_actions.STATEMENT_ASKED if kind == "query" else audit_actions.STATEMENT_ANSWERED,
        statement,
        line=document.line,
    )
