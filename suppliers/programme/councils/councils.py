"""Councils: put under their ids, and taken back while no score of theirs stands.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, exists, insert, select

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers import audit_actions
from suppliers.programme.councils.choices import CouncilLevel
from suppliers.programme.councils.models import ProgrammeCouncil, ProgrammeReversal, ProgrammeScore
from suppliers.programme.councils.requests import CouncilRequest
from suppliers.programme.councils.results import CouncilResult, TakenBack
from suppliers.requests import ReversalRequest

LOCK = "programme_council"
_COUNCILS = select(
    ProgrammeCouncil.__table__,
    ProgrammeReversal.uid.label("reversal"),
    ProgrammeReversal.reason,
    ProgrammeReversal.reversed_at,
    ProgrammeReversal.reversed_by,
).outerjoin(ProgrammeReversal, ProgrammeReversal.council_uid == ProgrammeCouncil.uid)


def put_council(uid: str, document: CouncilRequest, actor: Actor) -> CouncilResult:
    """Records a council. Raises Invalid for a day to come. Call it once for an id."""
    if document.on > clock.today():
        raise Invalid(("on", N_("Ngày này chưa đến.")))
    row = {
        "uid": uid,
        "level": document.level,
        "name": document.name,
        "decision": document.decision,
        "decided_on": document.on,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }
    execute(insert(ProgrammeCouncil), row)
    council = show_council(uid)
    audit.record_change(actor, audit_actions.COUNCIL_RECORDED, uid, None, council)
    return council


def take_back(uid: str, document: ReversalRequest, actor: Actor) -> CouncilResult:
    """Takes a council back that was recorded by mistake.

    Raises NotFound, `already_reversed`, and `closed` while a score of it stands.
    """
    advisory_lock(LOCK)
    if show_council(uid).taken_back is not None:
        raise DomainError("already_reversed", N_("Hội đồng này đã hủy rồi."))
    if fetch_one(select(ProgrammeScore.uid).where(ProgrammeScore.council_uid == uid, stands()).limit(1)):
        raise DomainError("closed", N_("Hội đồng này đã chấm điểm. Hãy hủy các phiếu chấm trước."))
    execute(insert(ProgrammeReversal), reversal(document, actor) | {"council_uid": uid})
    audit.note(actor, audit_actions.COUNCIL_TAKEN_BACK, uid, reason=document.reason)
    return show_council(uid)


def reversal(document: ReversalRequest, actor: Actor) -> dict[str, object]:
    """The row of what is taken back, without what it is about."""
    return {"uid": document.uid, "reason": document.reason, "reversed_at": clock.now(), "reversed_by": actor.name}


def stands(score: type[ProgrammeScore] = ProgrammeScore) -> ColumnElement[bool]:
    """That a score of the table, or of an alias of it, was not taken back."""
    return ~exists().where(ProgrammeReversal.score_uid == score.uid)


def show_council(uid: str) -> CouncilResult:
    """A council. Raises NotFound."""
    row = fetch_one(_COUNCILS.where(ProgrammeCouncil.uid == uid))
    if row is None:
        raise NotFound(N_("Không có hội đồng này."))
    return _council(row)


def list_councils(after: int | None, limit: int) -> list[CouncilResult]:
    """Councils in the order they were recorded."""
    query = _COUNCILS.order_by(ProgrammeCouncil.id).limit(limit)
    return _read(query if after is None else query.where(ProgrammeCouncil.id > after))


def councils_of(uids: Collection[str]) -> dict[str, CouncilResult]:
    """Councils by their ids."""
    return {council.uid: council for council in _read(_COUNCILS.where(ProgrammeCouncil.uid.in_(sorted(uids))))}


def that_may_score() -> list[CouncilResult]:
    """The councils that were not taken back, the newest first."""
    standing = _COUNCILS.where(ProgrammeReversal.uid.is_(None))
    return _read(standing.order_by(ProgrammeCouncil.decided_on.desc(), ProgrammeCouncil.id.desc()))


def _read(query: Select[tuple[object, ...]]) -> list[CouncilResult]:
    return [_council(row) for row in fetch_all(query)]


def taken_back(row: Row) -> TakenBack | None:
    """What a row says of its reversal (`reversal`, `reason`, `reversed_at`, `reversed_by`)."""
    if row["reversal"] is None:
        return None
    return TakenBack(row["reversal"], row["reason"], row["reversed_at"], row["reversed_by"])


def _council(row: Row) -> CouncilResult:
    return CouncilResult(
        uid=row["uid"],
        level=CouncilLevel(row["level"]),
        name=row["name"],
        decision=row["decision"],
        on=row["decided_on"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        taken_back=taken_back(row),
        id=row["id"],
    )
