"""Producers that take part in the programme, put under their own code as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, insert, select, update

from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers.audit_actions import PARTICIPATION_RECORDED
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.programme.participation.choices import ParticipationKind
from suppliers.programme.participation.models import Participant, ParticipationYear
from suppliers.programme.participation.requests import ParticipationRequest
from suppliers.programme.participation.results import ParticipationResult, YearOfParticipation


def put_participation(code: str, document: ParticipationRequest, actor: Actor) -> bool:
    """Records how a producer takes part as a whole; says whether it is new. Call it in a transaction.

    Raises NotFound, and DomainError `own_goods` for the outlet itself.
    """
    producer = fetch_one(select(Producer.kind).where(Producer.code == code))
    if producer is None:
        raise _unknown()
    if producer["kind"] == ProducerKind.OUTLET:
        raise DomainError("own_goods", N_("Điểm bán không phải là nhà sản xuất tham gia chương trình."))
    advisory_lock(f"participation/{code}")
    before = find_participation(code)
    values = {"since": document.since, "members": document.members, "strengthening": document.strengthening or None}
    if before is None:
        execute(insert(Participant), {"producer_code": code, **values})
    else:
        execute(update(Participant).where(Participant.producer_code == code).values(values))
    years = [YearOfParticipation(year.year, year.kind, year.note or None) for year in document.years]
    wanted = sorted(years, key=lambda year: (year.year, year.kind))
    if wanted != _years([code])[code]:
        execute(delete(ParticipationYear).where(ParticipationYear.producer_code == code))
        if wanted:
            rows = [{"producer_code": code, "year": year.year, "kind": year.kind, "note": year.note} for year in wanted]
            execute(insert(ParticipationYear), rows)
    audit.record_change(actor, PARTICIPATION_RECORDED, code, before, find_participation(code))
    return before is None


def find_participation(code: str) -> ParticipationResult | None:
    """How a producer takes part, None where it does not."""
    row = fetch_one(_PARTICIPANTS.where(Participant.producer_code == code))
    return _result(row, _years([code])[code]) if row else None


def show_participation(code: str) -> ParticipationResult:
    """How a producer takes part. Raises NotFound."""
    found = find_participation(code)
    if found is None:
        raise _unknown()
    return found


def list_participants(after: str | None, limit: int) -> list[ParticipationResult]:
    """The producers that take part, by code."""
    query = _PARTICIPANTS.where(Participant.producer_code > (after or ""))
    rows = fetch_all(query.order_by(Participant.producer_code).limit(limit))
    years = _years([row["code"] for row in rows])
    return [_result(row, years[row["code"]]) for row in rows]


def of_year(year: int, kind: ParticipationKind) -> list[ParticipationResult]:
    """The producers that a year was of this kind for, by code."""
    in_year = select(ParticipationYear.producer_code).where(ParticipationYear.year == year, ParticipationYear.kind == kind)
    rows = fetch_all(_PARTICIPANTS.where(Participant.producer_code.in_(in_year)).order_by(Participant.producer_code))
    years = _years([row["code"] for row in rows])
    return [_result(row, years[row["code"]]) for row in rows]


_PARTICIPANTS = select(
    Producer.code,
    Producer.name,
    Producer.kind,
    Producer.commune,
    Participant.since,
    Participant.members,
    Participant.strengthening,
).join(Producer, Producer.code == Participant.producer_code)


def _years(codes: Collection[str]) -> dict[str, list[YearOfParticipation]]:
    query = select(ParticipationYear.__table__).where(ParticipationYear.producer_code.in_(sorted(codes)))
    found: dict[str, list[YearOfParticipation]] = defaultdict(list)
    for row in fetch_all(query.order_by(ParticipationYear.year, ParticipationYear.kind)):
        found[row["producer_code"]].append(YearOfParticipation(row["year"], ParticipationKind(row["kind"]), row["note"]))
    return found


def _result(row: Row, years: list[YearOfParticipation]) -> ParticipationResult:
    kind = ProducerKind(row["kind"])
    shown = row["code"], row["name"], kind, row["commune"], row["since"], row["members"], row["strengthening"]
    return ParticipationResult(*shown, years)


def _unknown() -> NotFound:
    return NotFound(N_("Không có nhà sản xuất này trong chương trình."))
