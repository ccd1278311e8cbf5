"""Scores: the points that councils give files, those that producers give themselves, and the stars they would be.

Source: contract of the outlet, section 15. What follows for a product is its OCOP paper, never a score.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Select, insert, select

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from core.values.uid import new_uid
from suppliers import audit_actions
from suppliers.programme.councils import councils
from suppliers.programme.councils.models import ProgrammeReversal, ProgrammeScore
from suppliers.programme.councils.points import Tenths, format_points
from suppliers.programme.councils.requests import ScoreRequest, SelfScoreRequest
from suppliers.programme.councils.results import CouncilResult, PartPoints, Reasons, ScoreResult, SelfScoreResult
from suppliers.programme.councils.star_rules import Band, StarRules, rules_on
from suppliers.programme.files.models import ProgrammeFile
from suppliers.programme.files.owners import is_known, of_producer
from suppliers.requests import ReversalRequest

PARTS = ("a", "b", "c")


class _Shared(TypedDict):
    """What a council's score and a producer's own have both."""

    file: str
    a: Tenths
    b: Tenths
    c: Tenths
    on: date
    reasons: Reasons
    points: Tenths
    most: PartPoints
    stars: int
    rules: str
    recorded_at: datetime
    recorded_by: str


_OF_COUNCILS = (
    select(
        ProgrammeScore.__table__,
        ProgrammeReversal.uid.label("reversal"),
        ProgrammeReversal.reason,
        ProgrammeReversal.reversed_at,
        ProgrammeReversal.reversed_by,
    )
    .outerjoin(ProgrammeReversal, ProgrammeReversal.score_uid == ProgrammeScore.uid)
    .where(ProgrammeScore.council_uid.is_not(None))
)


@dataclass(frozen=True, slots=True)
class ScoreFilter:
    """Which scores: of a file, of a council, of a producer's files; `standing` leaves out those that were taken back."""

    file: str | None = None
    council: str | None = None
    producer: str | None = None
    standing: bool = False


def evaluate(document: SelfScoreRequest) -> tuple[StarRules, Band]:
    """The rules of a score's day, and the band of its points.

    Raises Invalid for a day to come or without rules, and for parts above what the rules allow, each named.
    """
    if document.on > clock.today():
        raise Invalid(("on", N_("Ngày này chưa đến.")))
    rules = rules_on(document.on)
    if rules is None:
        raise Invalid(("on", N_("Ngày này chưa có bộ tiêu chí OCOP.")))
    above = [part for part in PARTS if getattr(document, part) > rules.most[part]]
    if above:
        too_many = N_("Phần này nhiều nhất %(most)s điểm.")
        raise Invalid(*((part, too_many, {"most": format_points(rules.most[part])}) for part in above))
    return rules, rules.band_of(sum(getattr(document, part) for part in PARTS))


def put_score(uid: str, document: ScoreRequest, actor: Actor) -> ScoreResult:
    """Records a council's points for a file. Call it once for an id.

    Raises Invalid for an unknown file or council, one that was taken back, a day before the council was set up, and what
    `evaluate` refuses.
    """
    advisory_lock(councils.LOCK)
    _rules, band = evaluate(document)
    if not is_known(document.file):
        raise Invalid(("file", N_("Không có hồ sơ này.")))
    council = councils.councils_of([document.council]).get(document.council)
    if council is None or council.taken_back is not None:
        raise Invalid(("council", N_("Không có hội đồng này.")))
    if document.on < council.on:
        raise Invalid(("on", N_("Trước ngày lập hội đồng.")))
    execute(insert(ProgrammeScore), _row(uid, document.file, document, band, actor) | {"council_uid": council.uid})
    score = show_score(uid)
    audit.record_change(actor, audit_actions.FILE_SCORED, uid, None, score)
    return score


def put_self_score(file: str, document: SelfScoreRequest, actor: Actor) -> bool:
    """Records what the producer of a file gives itself; says whether anything changed. The newest one counts.

    Raises NotFound for an unknown file, and what `evaluate` refuses.
    """
    advisory_lock(f"programme_file/{file}")
    _rules, band = evaluate(document)
    if not is_known(file):
        raise NotFound(N_("Không có hồ sơ này."))
    before = self_scores([file]).get(file)
    if before is not None and _says(before, document):
        return False
    execute(insert(ProgrammeScore), _row(new_uid(), file, document, band, actor) | {"council_uid": None})
    audit.record_change(actor, audit_actions.FILE_SELF_SCORED, file, before, self_scores([file])[file])
    return True


def take_back(uid: str, document: ReversalRequest, actor: Actor) -> ScoreResult:
    """Takes a council's points back that were recorded by mistake. Raises NotFound and `already_reversed`."""
    advisory_lock(councils.LOCK)
    if show_score(uid).taken_back is not None:
        raise DomainError("already_reversed", N_("Phiếu chấm này đã hủy rồi."))
    execute(insert(ProgrammeReversal), councils.reversal(document, actor) | {"score_uid": uid})
    audit.note(actor, audit_actions.SCORE_TAKEN_BACK, uid, reason=document.reason)
    return show_score(uid)


def show_score(uid: str, producer: str | None = None) -> ScoreResult:
    """A council's points. Raises NotFound, also for those of another's file than of `producer`."""
    found = _read(_wanted(ScoreFilter(producer=producer)).where(ProgrammeScore.uid == uid))
    if not found:
        raise NotFound(N_("Không có phiếu chấm này."))
    return found[0]


def list_scores(wanted: ScoreFilter, after: int | None = None, limit: int = 1000) -> list[ScoreResult]:
    """Councils' points in the order they were recorded."""
    query = _wanted(wanted).order_by(ProgrammeScore.id).limit(limit)
    return _read(query if after is None else query.where(ProgrammeScore.id > after))


def newest_scores(files: Collection[str]) -> dict[str, ScoreResult]:
    """The newest points of a council that each of these files has and that stand, by file."""
    standing = _OF_COUNCILS.where(ProgrammeScore.file_uid.in_(sorted(files)), ProgrammeReversal.uid.is_(None))
    in_order = _read(standing.order_by(ProgrammeScore.scored_on, ProgrammeScore.id))
    return {score.file: score for score in in_order}


def self_scores(files: Collection[str]) -> dict[str, SelfScoreResult]:
    """What the producers of these files gave themselves, by file."""
    own = select(ProgrammeScore.__table__).where(ProgrammeScore.council_uid.is_(None))
    of_files = own.where(ProgrammeScore.file_uid.in_(sorted(files))).order_by(ProgrammeScore.id)
    return {row["file_uid"]: _self_score(row) for row in fetch_all(of_files)}


def gaps() -> list[str]:
    """The scores whose stars are not those of the rules of their day, one line each."""
    wrong = []
    for row in fetch_all(select(ProgrammeScore.__table__).order_by(ProgrammeScore.id)):
        rules = rules_on(row["scored_on"])
        if rules is None or rules.band_of(_points(row)).stars != row["stars"]:
            wrong.append(f"score {row['uid']}: its stars are not those of its points")
    return wrong


def _wanted(wanted: ScoreFilter) -> Select[tuple[object, ...]]:
    query = _OF_COUNCILS
    if wanted.file is not None:
        query = query.where(ProgrammeScore.file_uid == wanted.file)
    if wanted.council is not None:
        query = query.where(ProgrammeScore.council_uid == wanted.council)
    if wanted.standing:
        query = query.where(ProgrammeReversal.uid.is_(None))
    if wanted.producer is not None:
        query = query.where(ProgrammeScore.file_uid.in_(select(ProgrammeFile.uid).where(of_producer(wanted.producer))))
    return query


def _says(score: SelfScoreResult, document: SelfScoreRequest) -> bool:
    """Whether a score says what a document says."""
    reasons = {part: getattr(document.reasons, part) or None for part in PARTS}
    points = all(getattr(score, part) == getattr(document, part) for part in PARTS)
    return points and score.on == document.on and score.reasons == Reasons(**reasons)


def _row(uid: str, file: str, document: SelfScoreRequest, band: Band, actor: Actor) -> dict[str, object]:
    return {
        "uid": uid,
        "file_uid": file,
        **{f"{part}_tenths": getattr(document, part) for part in PARTS},
        **{f"{part}_reason": getattr(document.reasons, part) or None for part in PARTS},
        "stars": band.stars,
        "scored_on": document.on,
        "recorded_at": clock.now(),
        "recorded_by": actor.name,
    }


def _read(query: Select[tuple[object, ...]]) -> list[ScoreResult]:
    rows = fetch_all(query)
    known = councils.councils_of({row["council_uid"] for row in rows})
    return [_score(row, known[row["council_uid"]]) for row in rows]


def _points(row: Row) -> Tenths:
    return Tenths(sum(row[f"{part}_tenths"] for part in PARTS))


def _rules(row: Row) -> StarRules:
    rules = rules_on(row["scored_on"])
    assert rules is not None  # no score was recorded on a day without rules
    return rules


def _self_score(row: Row) -> SelfScoreResult:
    return SelfScoreResult(**_shared(row))


def _score(row: Row, council: CouncilResult) -> ScoreResult:
    decided_by = _rules(row).band_of(_points(row)).decided_by
    return ScoreResult(
        uid=row["uid"],
        council=council.uid,
        level=council.level,
        decided_by=decided_by,
        decides=decided_by is council.level,
        taken_back=councils.taken_back(row),
        id=row["id"],
        **_shared(row),
    )


def _shared(row: Row) -> _Shared:
    rules = _rules(row)
    return {
        "file": row["file_uid"],
        "a": Tenths(row["a_tenths"]),
        "b": Tenths(row["b_tenths"]),
        "c": Tenths(row["c_tenths"]),
        "on": row["scored_on"],
        "reasons": Reasons(row["a_reason"], row["b_reason"], row["c_reason"]),
        "points": _points(row),
        "most": PartPoints(**rules.most),
        "stars": row["stars"],
        "rules": rules.source,
        "recorded_at": row["recorded_at"],
        "recorded_by": row["recorded_by"],
    }
