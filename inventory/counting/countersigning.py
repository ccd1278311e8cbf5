"""What a producer says of its lots in a posted count, and what the outlet answers. What was posted stays.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import insert

from core import clock
from core.db import audit, execute
from core.errors import DomainError, FieldError, Invalid, NotFound
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from inventory import audit_actions, document_queries, goods_documents
from inventory.choices import CountersignState, CountReplyKind
from inventory.counting.models import CountReply
from inventory.counting.requests import CountAnswerRequest, CountersignLine, CountersignRequest
from inventory.results import CountLineResult, CountResult


def narrowed(count: CountResult, producer: str | None) -> CountResult:
    """A count as this producer may see it: its own lots alone. Raises NotFound where there are none."""
    if producer is None:
        return count
    own = [line for line in count.lines if line.producer == producer]
    if not own:
        raise NotFound(N_("Không có chứng từ này."))
    return replace(count, lines=own, owed_vnd=Vnd(0 if count.reversal else sum(line.owed_vnd for line in own)))


def countersign(uid: str, document: CountersignRequest, actor: Actor) -> CountResult:
    """Records what a producer says of its lots in a count: that it agrees, or a question; saying the same again changes nothing.

    Raises NotFound, `closed` for a count that was taken back and a lot it has agreed to, `too_late` after the agreement's days,
    and Invalid for a lot that is not its own and for a manager who does not say in a note how the producer answered.
    """
    goods_documents.lots_of(line.lot for line in document.lines)  # whoever speaks of these lots waits
    count = narrowed(document_queries.get_count(uid), actor.producer)
    if actor.producer is None and not document.note:
        raise Invalid(("note", N_("Ghi rõ nhà sản xuất đã trả lời thế nào.")))
    lines = {line.lot: line for line in count.lines if line.countersign is not None}
    unknown: list[FieldError] = [
        (f"lines.{i}.lot", N_("Phiếu kiểm kê này không có lô đó."))
        for i, line in enumerate(document.lines)
        if line.lot not in lines
    ]
    if unknown:
        raise Invalid(*unknown)
    _require_open(count)
    new = [line for line in document.lines if not _stands(lines[line.lot], line)]
    for line in new:
        _require_answerable(lines[line.lot])
    kinds = {True: CountReplyKind.AGREED, False: CountReplyKind.ASKED}
    rows = [_row(uid, document.uid, line.lot, kinds[line.agreed], line.message, document.note, actor) for line in new]
    if rows:
        execute(insert(CountReply), rows)
        audit.note(actor, audit_actions.COUNTERSIGNED, uid, lines=len(new), note=document.note or None)
    return narrowed(document_queries.get_count(uid), actor.producer)


def answer(uid: str, document: CountAnswerRequest, actor: Actor) -> CountResult:
    """Answers the question about a lot. Raises NotFound, `closed`, Invalid for a lot of no such line, and `no_question`."""
    goods_documents.lots_of([document.lot])
    count = document_queries.get_count(uid)
    line = next((line for line in count.lines if line.lot == document.lot), None)
    if line is None:
        raise Invalid(("lot", N_("Phiếu kiểm kê này không có lô đó.")))
    _require_open(count)
    if line.countersign is not CountersignState.ASKED:
        raise DomainError("no_question", N_("Lô này không có câu hỏi nào đang chờ."))
    execute(
        insert(CountReply),
        _row(uid, document.uid, document.lot, CountReplyKind.ANSWERED, document.message, None, actor),
    )
    audit.note(actor, audit_actions.COUNT_ANSWERED, uid, lot=document.lot)
    return document_queries.get_count(uid)


def _require_open(count: CountResult) -> None:
    if count.reversal is not None:
        raise DomainError("closed", N_("Phiếu kiểm kê này đã bị hủy."))


def _stands(line: CountLineResult, said: CountersignLine) -> bool:
    """Whether it has said the same of a lot already."""
    last = line.replies[-1] if line.replies else None
    if last is None or last.kind is CountReplyKind.ANSWERED:
        return False
    return last.kind is (CountReplyKind.AGREED if said.agreed else CountReplyKind.ASKED) and last.message == said.message


def _require_answerable(line: CountLineResult) -> None:
    if line.countersign is CountersignState.AGREED:
        raise DomainError("closed", N_("Lô %(lot)s: nhà sản xuất đã đồng ý với số đếm."), lot=line.lot)
    if line.answer_by is None or clock.today() > line.answer_by:
        raise DomainError("too_late", N_("Lô %(lot)s: đã quá ngày trả lời."), lot=line.lot)


def _row(
    count: str, uid: str, lot: str, kind: CountReplyKind, message: str | None, note: str | None, actor: Actor
) -> dict[str, object]:
    return {
        "uid": uid,
        "count_uid": count,
        "lot": lot,
        "kind": kind,
        "message": message,
        "note": note or None,
        "written_at": clock.now(),
        "written_by": actor.name,
    }
