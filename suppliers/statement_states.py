"""Where a statement stands, and the questions and answers on its lines, days and products."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import aliased

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one, on_postgresql
from core.errors import DomainError, Forbidden, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.people.permits import Role
from core.values.uid import new_uid
from suppliers import audit_actions
from suppliers.agreements.answering import answer_days
from suppliers.choices import MessageKind, StatementState
from suppliers.events import StatementAnswered, StatementAsked
from suppliers.models import BookLine, Statement, StatementLine, StatementMessage
from suppliers.requests import AcceptRequest, MessageRequest
from suppliers.results import Subject

TO_UNACCEPT = timedelta(hours=1)
"""How long one may take back that one agreed."""


@dataclass(frozen=True, slots=True)
class StatementHead:
    """What was written down when a statement was issued, and what is paid and accepted since. `sequence` counts a producer's."""

    uid: str
    number: str
    producer: str
    sequence: int
    from_: date
    until: date
    opening_vnd: Vnd
    closing_vnd: Vnd
    payable_vnd: Vnd
    paid_vnd: Vnd
    issued_at: datetime
    accepted_at: datetime | None
    accepted_by: str | None
    accepted_note: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A question or an answer about a line, a day or a product of a statement."""

    uid: str
    about: Subject
    kind: MessageKind
    text: str
    by: str
    at: datetime


def head_of(statement: Row) -> StatementHead:
    """A row of the statements as a head."""
    return StatementHead(
        uid=statement["uid"],
        number=statement["number"],
        producer=statement["producer_code"],
        sequence=statement["sequence"],
        from_=statement["from_day"],
        until=statement["until_day"],
        opening_vnd=statement["opening_vnd"],
        closing_vnd=statement["closing_vnd"],
        payable_vnd=statement["payable_vnd"],
        paid_vnd=statement["paid_vnd"],
        issued_at=statement["issued_at"],
        accepted_at=statement["accepted_at"],
        accepted_by=statement["accepted_by"],
        accepted_note=statement["accepted_note"],
    )


def messages_of(statement: str) -> list[Message]:
    """All questions and answers of a statement, oldest first."""
    return messages_by_statement([statement])[statement]


def messages_by_statement(statements: Collection[str]) -> dict[str, list[Message]]:
    """All questions and answers of several statements, oldest first."""
    messages: dict[str, list[Message]] = {uid: [] for uid in statements}
    query = select(StatementMessage.__table__).where(StatementMessage.statement_uid.in_(sorted(messages)))
    for m in fetch_all(query.order_by(StatementMessage.id)):
        messages[m["statement_uid"]].append(
            Message(
                uid=m["uid"],
                about=Subject(m["line_uid"], m["day"], m["product_code"]),
                kind=MessageKind(m["kind"]),
                text=m["message"],
                by=m["written_by"],
                at=m["written_at"],
            )
        )
    return messages


def open_questions(messages: Iterable[Message]) -> set[Subject]:
    """The lines, days and products whose last message is a question."""
    last = {message.about: message.kind for message in messages}
    return {about for about, kind in last.items() if kind is MessageKind.QUERY}


def state_of(head: StatementHead, messages: Iterable[Message]) -> StatementState:
    """Issued, queried, accepted or paid."""
    if open_questions(messages):
        return StatementState.QUERIED
    if head.payable_vnd and head.paid_vnd == head.payable_vnd:
        return StatementState.PAID
    return StatementState.ACCEPTED if head.accepted_at else StatementState.ISSUED


def is_in(state: StatementState) -> ColumnElement[bool]:
    """What `state_of` says, as a condition on statements."""
    later = aliased(StatementMessage)
    followed = exists().where(
        later.statement_uid == StatementMessage.statement_uid,
        later.line_uid.is_not_distinct_from(StatementMessage.line_uid),
        later.day.is_not_distinct_from(StatementMessage.day),
        later.product_code.is_not_distinct_from(StatementMessage.product_code),
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


def lock(statement: str, producer: str | None = None) -> StatementHead:
    """A statement's head, locked for this transaction. Raises NotFound, also when it is not this producer's."""
    query = select(Statement.__table__).where(Statement.uid == statement)
    locked = fetch_one(query.with_for_update() if on_postgresql() else query)
    if locked is None or (producer is not None and locked["producer_code"] != producer):
        raise NotFound(N_("Không có bảng thanh toán này."))
    return head_of(locked)


def accept(statement: str, document: AcceptRequest, actor: Actor) -> None:
    """The producer agrees; a manager may only record that the paper was signed, with a note.

    Raises Invalid without the note and `statement_queried` while a question is open. Accepting twice changes nothing.
    """
    head = lock(statement, actor.producer)
    if actor.role is not Role.PRODUCER and not document.note:
        raise Invalid(("note", N_("Ghi rõ ai đã ký bản giấy, ngày nào.")))
    if open_questions(messages_of(statement)):
        raise DomainError("statement_queried", N_("Còn câu hỏi chưa trả lời."))
    if head.accepted_at:
        return
    values = {"accepted_at": clock.now(), "accepted_by": actor.name, "accepted_note": document.note or None}
    execute(update(Statement).where(Statement.uid == statement).values(values))
    audit.note(actor, audit_actions.STATEMENT_ACCEPTED, statement, note=document.note)


def unaccept(statement: str, actor: Actor) -> None:
    """Takes back that one agreed: whoever did, within an hour, and before anything was paid on it.

    Raises Forbidden for another person, `closed` where it is not accepted or something was paid, and `too_late` after the hour.
    """
    head = lock(statement, actor.producer)
    if head.accepted_at is None or head.paid_vnd:
        raise DomainError("closed", N_("Bảng thanh toán chưa đồng ý, hoặc đã chi trả."))
    if head.accepted_by != actor.name:
        raise Forbidden("other_person", N_("Chỉ người đã đồng ý mới rút lại được."))
    if clock.now() - head.accepted_at > TO_UNACCEPT:
        raise DomainError("too_late", N_("Đã quá một giờ từ lúc đồng ý."))
    nobody = {"accepted_at": None, "accepted_by": None, "accepted_note": None}
    execute(update(Statement).where(Statement.uid == statement).values(nobody))
    audit.note(actor, audit_actions.STATEMENT_UNACCEPTED, statement)


def last_day_to_ask(head: StatementHead) -> date:
    """Until when a producer may ask about a statement: its agreements' days to answer, from the day it was issued."""
    days = answer_days([head.producer], [head.issued_at])[head.producer, head.issued_at]
    return clock.day_of(head.issued_at) + timedelta(days=days)


def ask(statement: str, document: MessageRequest, actor: Actor) -> None:
    """Asks about a line, a day or a product. The same question while it is open changes nothing.

    Raises Invalid for what is not on the statement, `statement_closed` after it was accepted or paid, and `too_late` after
    the days to ask.
    """
    head, messages = _lock_with_messages(statement, document, actor)
    thread = [message for message in messages if message.about == document.about]
    answered = max((n for n, message in enumerate(thread, 1) if message.kind is MessageKind.ANSWER), default=0)
    if any(message.text == document.message for message in thread[answered:]):
        return
    if state_of(head, messages) in {StatementState.ACCEPTED, StatementState.PAID}:
        raise DomainError("statement_closed", N_("Bảng thanh toán đã đồng ý hoặc đã trả đủ, không hỏi thêm được."))
    if clock.today() > last_day_to_ask(head):
        raise DomainError("too_late", N_("Đã quá hạn hỏi về bảng thanh toán này."))
    _write(statement, MessageKind.QUERY, document, actor)
    _note(actor, audit_actions.STATEMENT_ASKED, statement, document.about)
    emit(StatementAsked(statement, head.number, head.producer, document.message))


def answer(statement: str, document: MessageRequest, actor: Actor) -> None:
    """Answers the questions about a line, a day or a product. The same answer once more changes nothing.

    Raises Invalid for what is not on the statement, and `no_question` when nobody waits for an answer.
    """
    head, messages = _lock_with_messages(statement, document, actor)
    last = next((message for message in reversed(messages) if message.about == document.about), None)
    if last and (last.kind, last.text) == (MessageKind.ANSWER, document.message):
        return
    if document.about not in open_questions(messages):
        raise DomainError("no_question", N_("Chỗ này không có câu hỏi nào đang chờ."))
    _write(statement, MessageKind.ANSWER, document, actor)
    _note(actor, audit_actions.STATEMENT_ANSWERED, statement, document.about)
    emit(StatementAnswered(statement, head.number, head.producer, document.message))


def _lock_with_messages(statement: str, document: MessageRequest, actor: Actor) -> tuple[StatementHead, Sequence[Message]]:
    """The statement's head, locked, and its messages. Raises NotFound, and Invalid for what is not on it."""
    head = lock(statement, actor.producer)
    about = document.about
    query = (
        select(BookLine.id)
        .join(StatementLine, StatementLine.book_line_id == BookLine.id)
        .where(StatementLine.statement_uid == statement)
    )
    if about.line is not None:
        field, found = "line", BookLine.uid == about.line
    elif about.day is not None:
        field, found = "day", BookLine.day == about.day
    else:
        field, found = "product", BookLine.product_code == about.product
    if fetch_one(query.where(found).limit(1)) is None:
        raise Invalid((field, NOT_ON_IT[field]))
    return head, messages_of(statement)


NOT_ON_IT = {
    "line": N_("Dòng này không có trên bảng thanh toán."),
    "day": N_("Bảng thanh toán không có dòng nào của ngày này."),
    "product": N_("Bảng thanh toán không có dòng nào của sản phẩm này."),
}


def _note(actor: Actor, action: str, statement: str, about: Subject) -> None:
    """Writes into the audit trail who wrote about what of a statement."""
    if about.line is not None:
        audit.note(actor, action, statement, line=about.line)
    elif about.day is not None:
        audit.note(actor, action, statement, day=about.day)
    else:
        audit.note(actor, action, statement, product=about.product)


def _write(statement: str, kind: MessageKind, document: MessageRequest, actor: Actor) -> None:
    execute(
        insert(StatementMessage),
        {
            "uid": document.uid or new_uid(),
            "statement_uid": statement,
            "line_uid": document.line,
            "day": document.day,
            "product_code": document.product,
            "kind": kind,
            "message": document.message,
            "written_by": actor.name,
            "written_at": clock.now(),
        },
    )
