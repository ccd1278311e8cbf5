"""The API of people: who works here, as a manager's program records them."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import StringConstraints

from core.db import transaction
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people import people, secret_rules
from core.people.actor import current_actor
from core.people.permits import Permit, Role
from core.people.results import PersonResult
from core.results import Page
from core.values.field_types import MasterCode, RequestModel, ShortText, choice_of, shaped
from core.web.api import PageQuery, endpoint, read_body, read_query, respond
from core.web.validation import read
from office.people import FIELD_OF
from suppliers.producers import producer_names

bp = Blueprint("staff_api", __name__)
Secret = Annotated[str, StringConstraints(min_length=1, max_length=secret_rules.PASSWORD_MAX)]


class PersonRequest(RequestModel):
    """PUT /people/{username}. A password or PIN left out stays as it is; what is set here ends at its owner's first use.

    `permits` left out, or true, are those of the role; false withholds one. Names are an area and its permit, as `pos.sell`.
    """

    name: ShortText
    role: Annotated[Role, choice_of(Role)]
    locked: bool
    producer: MasterCode | None = None
    password: Secret | None = None
    pin: Secret | None = None
    permits: dict[str, bool] | None = None


class _Username(RequestModel):
    username: Annotated[
        str, shaped(r"^[A-Za-z0-9._-]{1,64}$", N_("Tên đăng nhập chỉ có chữ không dấu, số, dấu chấm, gạch, ví dụ thu.ha."))
    ]


@endpoint(bp, "GET", "/people", Permit.MANAGE, query=PageQuery, answer=Page[PersonResult])
def list_people() -> Response:
    """Everybody by username, also who is locked."""
    q = read_query(PageQuery)
    page = Page.cut(people.list_people(q.after, q.limit + 1), q.limit, lambda person: person.username)
    return respond(page, result_type=Page[PersonResult])


@endpoint(bp, "PUT", "/people/<username>", Permit.MANAGE, body=PersonRequest, answer=PersonResult, statuses=(200, 201))
def put_person(username: str) -> Response:
    """Records a person; the last manager stays one (409 `last_manager`)."""
    read(_Username, {"username": username})
    document, _ = read_body(PersonRequest)
    actor = current_actor()
    if document.producer is not None and document.producer not in dict(producer_names()):
        raise Invalid(("producer", N_("Không có nhà sản xuất này.")))

    def record() -> tuple[PersonResult, bool]:
        created = people.put(
            username,
            document.name,
            document.role,
            locked=document.locked,
            producer=document.producer,
            password=document.password,
            pin=document.pin,
            permits=document.permits,
            actor=actor,
        )
        return people.list_people(None, 1, username)[0], created

    try:
        person, created = transaction(record)
    except DomainError as error:
        if error.code not in FIELD_OF or isinstance(error, Invalid):
            raise
        raise Invalid((FIELD_OF[error.code], error.sentence, error.values)) from error
    return respond(person, 201 if created else 200)
