"""The outlet's places: shop floor, storeroom, fair stalls."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import NotFound
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions
from inventory.choices import PlaceKind
from inventory.models import Place
from inventory.requests import PlaceRequest
from inventory.results import PlaceResult


def put_place(code: str, document: PlaceRequest, actor: Actor) -> bool:
    """Records a place; says whether the code is new."""
    old = fetch_one(select(Place.__table__).where(Place.code == code).with_for_update())
    if old is None:
        execute(insert(Place), {"code": code, **document.model_dump()})
    else:
        execute(update(Place).where(Place.code == code).values(document.model_dump()))
    audit.record_change(actor, audit_actions.PLACE_RECORDED, code, _result(old) if old else None, show_place(code))
    return old is None


def show_place(code: str) -> PlaceResult:
    """A place. Raises NotFound."""
    row = fetch_one(select(Place.__table__).where(Place.code == code))
    if row is None:
        raise NotFound(N_("Không có nơi để hàng này."))
    return _result(row)


def list_places(after: str | None, limit: int) -> list[PlaceResult]:
    """Places by code."""
    query = select(Place.__table__).order_by(Place.code).limit(limit)
    if after is not None:
        query = query.where(Place.code > after)
    return [_result(r) for r in fetch_all(query)]


def place_names() -> dict[str, str]:
    """The names of the places by code, shops first: what a form offers and what a screen says for a code."""
    query = select(Place.code, Place.name).order_by(Place.kind, Place.code)
    return {r["code"]: r["name"] for r in fetch_all(query)}


def stall_names() -> dict[str, str]:
    """The names of the fair stalls by code."""
    query = select(Place.code, Place.name).where(Place.kind == PlaceKind.STALL).order_by(Place.code)
    return {r["code"]: r["name"] for r in fetch_all(query)}


def _result(place: Row) -> PlaceResult:
    return PlaceResult(code=place["code"], name=place["name"], kind=PlaceKind(place["kind"]))
