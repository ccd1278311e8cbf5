"""Tills: a device with a drawer and a printer, at one place."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from core import setup
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, NotFound
from core.i18n import N_
from core.people.actor import SYSTEM, Actor
from core.printing.devices.printers import check_address
from inventory import goods_documents, places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from pos import audit_actions
from pos.models import Shift, Till
from pos.receipts import spool
from pos.requests import TillRequest
from pos.results import TillResult


@setup.on_first_run
def _set_up_places() -> None:
    """A shop floor, a store room and a till, to be renamed as one likes. A demonstration brings its own."""
    if setup.is_demonstration():
        return
    places.put_place("QUAY", PlaceRequest(name="Quầy bán hàng", kind=PlaceKind.SHOP), SYSTEM)
    places.put_place("KHO", PlaceRequest(name="Kho", kind=PlaceKind.STORE), SYSTEM)
    put_till("MAY1", TillRequest(name="Máy 1", place="QUAY"), SYSTEM)


def put_till(code: str, document: TillRequest, actor: Actor) -> bool:
    """Records a till; says whether the code is new. Raises Invalid for an unknown place, `shift_open` when it would move."""
    goods_documents.require_place(document.place)
    check_address(document.printer)
    # Held, so that no shift opens on it while it moves.
    old = fetch_one(select(Till.__table__).where(Till.code == code).with_for_update())
    values = {"name": document.name, "place_code": document.place, "printer": document.printer, "paper_mm": document.paper_mm}
    if old is None:
        execute(insert(Till), {"code": code, **values})
    else:
        if old["place_code"] != document.place and fetch_one(
            select(Shift.uid).where(Shift.till_code == code, Shift.closed_at.is_(None))
        ):
            raise DomainError("shift_open", N_("Máy này đang có ca mở. Hãy đóng ca đó trước."))
        execute(update(Till).where(Till.code == code).values(values))
        spool.follow(code, old["printer"], document.printer, document.paper_mm)
    audit.record_change(actor, audit_actions.TILL_RECORDED, code, _till(old) if old else None, get_till(code))
    return old is None


def get_till(code: str) -> TillResult:
    """A till. Raises NotFound."""
    till = fetch_one(select(Till.__table__).where(Till.code == code))
    if till is None:
        raise NotFound(N_("Không có máy bán hàng này."))
    return _till(till)


def list_tills(after: str | None = None, limit: int | None = None) -> list[TillResult]:
    """Tills by code."""
    query = select(Till.__table__).order_by(Till.code).limit(limit)
    if after is not None:
        query = query.where(Till.code > after)
    return [_till(r) for r in fetch_all(query)]


def _till(till: Row) -> TillResult:
    return TillResult(till["code"], till["name"], till["place_code"], till["printer"], till["paper_mm"])
