"""Producers taking part and trainings over the API. Thin: read, ask, answer. Reports answer plans, beside their results."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.db import transaction
from core.people.actor import current_actor
from core.results import Page
from core.values.field_types import Day, MasterCode
from core.web.api import PageQuery, cursor_number, endpoint, path_uid, read_master, read_query, read_settings, respond
from suppliers.permits import SuppliersPermit
from suppliers.programme.participation import registry
from suppliers.programme.participation.requests import ParticipationRequest
from suppliers.programme.participation.results import ParticipationResult
from suppliers.programme.trainings import trainings
from suppliers.programme.trainings.requests import TrainingRequest
from suppliers.programme.trainings.results import TrainingResult
from suppliers.programme.trainings.trainings import TrainingFilter

bp = Blueprint("programme_api", __name__)
PARTICIPANTS = "/programme/producers"


@endpoint(
    bp,
    "PUT",
    f"{PARTICIPANTS}/<code>",
    SuppliersPermit.PROGRAMME,
    body=ParticipationRequest,
    answer=ParticipationResult,
    statuses=(200, 201),
)
def put_participation(code: str) -> Response:
    """Records how a producer takes part in the programme, year by year."""
    document, actor = read_master(ParticipationRequest, ParticipationResult, code), current_actor()

    def act() -> tuple[bool, ParticipationResult]:
        return registry.put_participation(code, document, actor), registry.show_participation(code)

    created, result = transaction(act)
    return respond(result, 201 if created else 200)


@endpoint(bp, "GET", f"{PARTICIPANTS}/<code>", SuppliersPermit.PROGRAMME, answer=ParticipationResult)
def get_participation(code: str) -> Response:
    """How a producer takes part in the programme."""
    return respond(registry.show_participation(code))


@endpoint(bp, "GET", PARTICIPANTS, SuppliersPermit.PROGRAMME, query=PageQuery, answer=Page[ParticipationResult])
def list_participants() -> Response:
    """The producers that take part in the programme, by code."""
    q = read_query(PageQuery)
    page = Page.cut(registry.list_participants(q.after, q.limit + 1), q.limit, lambda found: found.code)
    return respond(page, result_type=Page[ParticipationResult])


class TrainingsQuery(PageQuery):
    """GET /trainings."""

    producer: MasterCode | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(
    bp, "PUT", "/trainings/<uid>", SuppliersPermit.PROGRAMME, body=TrainingRequest, answer=TrainingResult, statuses=(200, 201)
)
def put_training(uid: str) -> Response:
    """Records a training, held or to come."""
    uid = path_uid(uid)
    document, actor = read_settings(TrainingRequest, TrainingResult), current_actor()

    def act() -> tuple[bool, TrainingResult]:
        return trainings.put_training(uid, document, actor), trainings.show_training(uid)

    created, result = transaction(act)
    return respond(result, 201 if created else 200)


@endpoint(bp, "GET", "/trainings/<uid>", SuppliersPermit.PROGRAMME, answer=TrainingResult)
def get_training(uid: str) -> Response:
    """A training."""
    return respond(trainings.show_training(uid.lower()))


@endpoint(bp, "GET", "/trainings", SuppliersPermit.PROGRAMME, query=TrainingsQuery, answer=Page[TrainingResult])
def list_trainings() -> Response:
    """Trainings in the order they were added."""
    q = read_query(TrainingsQuery)
    found = trainings.list_trainings(TrainingFilter(q.from_, q.to, q.producer), cursor_number(q.after), q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda training: training.id), result_type=Page[TrainingResult])
