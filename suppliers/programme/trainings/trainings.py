"""Trainings put under their own ids, the whole replaced each time.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update

from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from suppliers.audit_actions import TRAINING_RECORDED
from suppliers.choices import ProducerKind
from suppliers.models import Producer
from suppliers.programme.trainings.models import TrainedProducer, Training
from suppliers.programme.trainings.requests import TrainingRequest
from suppliers.programme.trainings.results import Trained, TrainingResult

_LOCK = "training"


@dataclass(frozen=True, slots=True)
class TrainingFilter:
    """Which trainings: of a span of days, for a producer."""

    first: date | None = None
    last: date | None = None
    producer: str | None = None


def put_training(uid: str, document: TrainingRequest, actor: Actor) -> bool:
    """Records a training as a whole; says whether it is new. Call it in a transaction. Raises Invalid for unknown producers."""
    advisory_lock(_LOCK)
    query = select(Producer.code).where(Producer.code.in_(document.for_), Producer.kind != ProducerKind.OUTLET)
    known = {row["code"] for row in fetch_all(query)}
    unknown = [n for n, code in enumerate(document.for_) if code not in known]
    if unknown:
        raise Invalid(*((f"for.{n}", N_("Không có nhà sản xuất này.")) for n in unknown))
    old = fetch_one(select(Training.__table__).where(Training.uid == uid))
    before = _results([old])[0] if old else None
    values = {"day": document.on, "subject": document.subject, "people": document.people}
    if old is None:
        execute(insert(Training), {"uid": uid, **values})
    else:
        execute(update(Training).where(Training.uid == uid).values(values))
    if before is None or sorted(before.for_) != sorted(document.for_):
        row = fetch_one(select(Training.id).where(Training.uid == uid))
        assert row is not None
        execute(delete(TrainedProducer).where(TrainedProducer.training_id == row["id"]))
        if document.for_:
            execute(insert(TrainedProducer), [{"training_id": row["id"], "producer_code": code} for code in document.for_])
    audit.record_change(actor, TRAINING_RECORDED, uid, before, show_training(uid))
    return before is None


def show_training(uid: str) -> TrainingResult:
    """A training. Raises NotFound."""
    row = fetch_one(select(Training.__table__).where(Training.uid == uid))
    if row is None:
        raise NotFound(N_("Không có lớp tập huấn này."))
    return _results([row])[0]


def list_trainings(wanted: TrainingFilter, after: int | None, limit: int) -> list[TrainingResult]:
    """Trainings in the order they were added."""
    query = select(Training.__table__).where(*_where(wanted)).order_by(Training.id).limit(limit)
    return _results(fetch_all(query if after is None else query.where(Training.id > after)))


def by_day(wanted: TrainingFilter, limit: int) -> list[TrainingResult]:
    """Trainings by their days, the latest first."""
    query = select(Training.__table__).where(*_where(wanted)).order_by(Training.day.desc(), Training.id.desc())
    return _results(fetch_all(query.limit(limit)))


def trained(first: date, last: date, until: date) -> Trained:
    """How many people the trainings of a span of days had up to `until`, and are to have after it."""
    sums = select(func.coalesce(func.sum(Training.people), 0).label("people")).where(Training.day >= first, Training.day <= last)
    held = fetch_all(sums.where(Training.day <= until))[0]["people"]
    ahead = fetch_all(sums.where(Training.day > until))[0]["people"]
    return Trained(int(held), int(ahead))


def _where(wanted: TrainingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.first is not None:
        conditions.append(Training.day >= wanted.first)
    if wanted.last is not None:
        conditions.append(Training.day <= wanted.last)
    if wanted.producer is not None:
        of_producer = TrainedProducer.training_id == Training.id, TrainedProducer.producer_code == wanted.producer
        conditions.append(exists().where(*of_producer))
    return conditions


def _results(rows: Collection[Row]) -> list[TrainingResult]:
    query = select(TrainedProducer.__table__).where(TrainedProducer.training_id.in_(sorted(row["id"] for row in rows)))
    producers: dict[int, list[str]] = defaultdict(list)
    for row in fetch_all(query.order_by(TrainedProducer.training_id, TrainedProducer.producer_code)):
        producers[row["training_id"]].append(row["producer_code"])
    return [
        TrainingResult(uid=r["uid"], on=r["day"], subject=r["subject"], for_=producers[r["id"]], people=r["people"], id=r["id"])
        for r in rows
    ]
