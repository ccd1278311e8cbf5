"""Fairs put under their codes. At one stall they follow each other, so that every movement there belongs to one of them.

Source: contract of the outlet, section 15.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from core import clock
from core.db import Row, advisory_lock, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor
from inventory import audit_actions
from inventory.choices import FairState, PlaceKind
from inventory.fairs.models import Fair
from inventory.fairs.requests import FairRequest
from inventory.fairs.results import FairResult
from inventory.models import Place


def put_fair(code: str, document: FairRequest, actor: Actor) -> bool:
    """Records a fair as a whole; says whether the code is new. Call it in a transaction.

    Raises Invalid for a place that is no stall, and `place_taken` where another fair is at that stall on one of the days.
    """
    advisory_lock("fair")
    kind = fetch_one(select(Place.kind).where(Place.code == document.place))
    if kind is None or kind["kind"] != PlaceKind.STALL:
        raise Invalid(("place", N_("Chọn một nơi để hàng là gian hàng hội chợ.")))
    other = fetch_one(
        select(Fair.name)
        .where(Fair.place_code == document.place, Fair.code != code)
        .where(Fair.from_day <= document.to, Fair.to_day >= document.from_)
        .order_by(Fair.from_day)
        .limit(1)
    )
    if other is not None:
        sentence = N_("Gian này đã dành cho %(fair)s trong những ngày đó. Chọn ngày khác, hoặc thêm một gian.")
        raise DomainError("place_taken", sentence, fair=other["name"])
    old = _row(code)
    values = {
        "name": document.name,
        "from_day": document.from_,
        "to_day": document.to,
        "location": document.where,
        "place_code": document.place,
        "note": document.note,
    }
    if old is None:
        execute(insert(Fair), {"code": code, **values})
    else:
        execute(update(Fair).where(Fair.code == code).values(values))
    audit.record_change(actor, audit_actions.FAIR_RECORDED, code, _result(old) if old else None, show_fair(code))
    return old is None


def show_fair(code: str) -> FairResult:
    """A fair. Raises NotFound."""
    row = _row(code)
    if row is None:
        raise NotFound(N_("Không có hội chợ này."))
    return _result(row)


def list_fairs(after: str | None, limit: int, place: str | None = None) -> list[FairResult]:
    """Fairs by code, of one stall where it is named."""
    query = select(Fair.__table__).where(Fair.code > (after or "")).order_by(Fair.code).limit(limit)
    return [_result(row) for row in fetch_all(query if place is None else query.where(Fair.place_code == place))]


def calendar() -> Sequence[FairResult]:
    """All fairs: what goes on and what comes first, the next one at the head; then what is over, the last one first."""
    found = [_result(row) for row in fetch_all(select(Fair.__table__).order_by(Fair.from_day, Fair.code))]
    coming = [fair for fair in found if fair.state is not FairState.OVER]
    return [*coming, *reversed([fair for fair in found if fair.state is FairState.OVER])]


def neighbours(fair: FairResult) -> tuple[FairResult | None, FairResult | None]:
    """The fairs at the same stall before and after one."""
    same = select(Fair.__table__).where(Fair.place_code == fair.place).limit(1)
    before = fetch_one(same.where(Fair.to_day < fair.from_).order_by(Fair.from_day.desc()))
    following = fetch_one(same.where(Fair.from_day > fair.to).order_by(Fair.from_day))
    return _result(before) if before else None, _result(following) if following else None


def _row(code: str) -> Row | None:
    return fetch_one(select(Fair.__table__).where(Fair.code == code))


def _result(row: Row) -> FairResult:
    today = clock.today()
    state = FairState.OVER if row["to_day"] < today else FairState.TO_COME if row["from_day"] > today else FairState.OPEN
    return FairResult(
        code=row["code"],
        name=row["name"],
        from_=row["from_day"],
        to=row["to_day"],
        where=row["location"],
        place=row["place_code"],
        note=row["note"],
        state=state,
    )
