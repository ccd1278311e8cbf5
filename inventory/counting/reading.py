"""Reading count sessions: what is counted, what differs and what that costs. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, tuple_

from core import clock
from core.db import Row, fetch_all
from core.errors import NotFound
from core.i18n import N_
from core.money import Vnd, times
from core.quantity import ZERO, Milli
from inventory import document_queries, goods_documents
from inventory.choices import CountSessionState
from inventory.counting import differences
from inventory.counting.differences import CountedLot
from inventory.counting.models import CountEntry, CountSession, CountSessionProduct
from inventory.counting.results import CountEntryResult, CountSessionHeader, CountSessionLine, CountSessionResult
from inventory.goods_documents import LotRecord
from inventory.models import Lot, StockLevel
from suppliers import book
from suppliers.agreements.standing import loss_bearers
from suppliers.choices import Bearer, LossCause, SourceKind
from suppliers.producers import owner_code


def entry_result(entry: Row, lot: LotRecord) -> CountEntryResult:
    """A row of an entry as a result."""
    return CountEntryResult(
        n=entry["id"],
        uid=entry["uid"],
        session=entry["session_uid"],
        lot=entry["lot"],
        product=lot.product,
        name=lot.name,
        unit=lot.unit,
        counted=entry["counted"],
        counted_at=entry["counted_at"],
        by_scan=entry["by_scan"],
        recorded_at=entry["recorded_at"],
        recorded_by=entry["recorded_by"],
    )


def list_entries(session: str, after: int | None, limit: int) -> list[tuple[int, CountEntryResult]]:
    """The entries of a session as they came, each with its cursor. Raises NotFound."""
    require(session)
    query = select(CountEntry.__table__).where(CountEntry.session_uid == session).order_by(CountEntry.id).limit(limit)
    rows = fetch_all(query if after is None else query.where(CountEntry.id > after))
    lots = goods_documents.lots_of({r["lot"] for r in rows}, lock=False)
    return [(r["id"], entry_result(r, lots[r["lot"]])) for r in rows]


def require(session: str) -> CountSessionHeader:
    """A session without its lines. Raises NotFound."""
    found = fetch_all(_SESSIONS.where(CountSession.uid == session))
    if not found:
        raise NotFound(N_("Không có đợt kiểm kê này."))
    return _headers(found)[0]


def counted_lots(session: str) -> list[CountedLot]:
    """What holds of each lot that has an entry, by lot."""
    return [CountedLot(r["lot"], r["counted"], r["counted_at"]) for r in _entries_that_hold(session)[0].values()]


def _entries_that_hold(session: str) -> tuple[dict[str, Row], dict[str, int]]:
    """The latest entry of each lot and how many it has, by lot; of equal moments the one that came last."""
    query = select(CountEntry.__table__).where(CountEntry.session_uid == session)
    holding: dict[str, Row] = {}
    entries: dict[str, int] = defaultdict(int)
    for r in fetch_all(query.order_by(CountEntry.lot, CountEntry.counted_at, CountEntry.id)):
        holding[r["lot"]] = r
        entries[r["lot"]] += 1
    return holding, entries


def get_session(uid: str) -> CountSessionResult:
    """A session as it stands. Raises NotFound."""
    header = require(uid)
    lines = _lines(header)
    return CountSessionResult(
        uid=header.uid,
        place=header.place,
        producer=header.producer,
        products=header.products,
        blind=header.blind,
        state=header.state,
        opened_at=header.opened_at,
        opened_by=header.opened_by,
        ended_at=header.ended_at,
        ended_by=header.ended_by,
        count=header.count,
        counted_lots=header.counted_lots,
        entries=header.entries,
        counted_by=header.counted_by,
        owed_vnd=Vnd(sum(line.owed_vnd for line in lines)),
        lines=lines,
    )


_SESSIONS = select(CountSession.__table__)


def list_sessions(
    *,
    place: str | None = None,
    producer: str | None = None,
    state: CountSessionState | None = None,
    first: date | None = None,
    last: date | None = None,
    after: str | None = None,
    limit: int = 100,
) -> list[CountSessionHeader]:
    """Sessions by the moment they were opened; `first` and `last` are days of that. `after` is a uid."""
    query = _SESSIONS.order_by(CountSession.opened_at, CountSession.uid).limit(limit)
    if place is not None:
        query = query.where(CountSession.place_code == place)
    if producer is not None:
        query = query.where(CountSession.producer_code == producer)
    if state is not None:
        query = query.where(CountSession.state == state)
    if first is not None:
        query = query.where(CountSession.opened_at >= clock.midnight(first))
    if last is not None:
        query = query.where(CountSession.opened_at < clock.day_bounds(last, last)[1])
    if after is not None:
        opened = select(CountSession.opened_at).where(CountSession.uid == after).scalar_subquery()
        query = query.where(tuple_(CountSession.opened_at, CountSession.uid) > tuple_(opened, after))
    return _headers(fetch_all(query))


def _headers(sessions: Sequence[Row]) -> list[CountSessionHeader]:
    uids = [r["uid"] for r in sessions]
    products: dict[str, list[str]] = defaultdict(list)
    narrowed = select(CountSessionProduct.__table__).where(CountSessionProduct.session_uid.in_(uids))
    for r in fetch_all(narrowed.order_by(CountSessionProduct.session_uid, CountSessionProduct.position)):
        products[r["session_uid"]].append(r["product_code"])
    figures = (func.count(CountEntry.lot.distinct()).label("lots"), func.count().label("entries"))
    counted = select(CountEntry.session_uid, *figures).where(CountEntry.session_uid.in_(uids)).group_by(CountEntry.session_uid)
    lots = {r["session_uid"]: (int(r["lots"]), int(r["entries"])) for r in fetch_all(counted)}
    people: dict[str, list[str]] = defaultdict(list)
    entered = select(CountEntry.session_uid, CountEntry.recorded_by).where(CountEntry.session_uid.in_(uids))
    entered = entered.group_by(CountEntry.session_uid, CountEntry.recorded_by).order_by(func.min(CountEntry.id))
    for r in fetch_all(entered):
        people[r["session_uid"]].append(r["recorded_by"])
    return [
        CountSessionHeader(
            uid=r["uid"],
            place=r["place_code"],
            producer=r["producer_code"],
            products=products[r["uid"]],
            blind=r["blind"],
            state=CountSessionState(r["state"]),
            opened_at=r["opened_at"],
            opened_by=r["opened_by"],
            ended_at=r["ended_at"],
            ended_by=r["ended_by"],
            count=r["count_uid"],
            counted_lots=lots.get(r["uid"], (0, 0))[0],
            entries=lots.get(r["uid"], (0, 0))[1],
            counted_by=people[r["uid"]],
        )
        for r in sessions
    ]


def _lines(session: CountSessionHeader) -> list[CountSessionLine]:
    """The lots of a session by product and lot; once it is closed, as the count was posted."""
    holding, entries = _entries_that_hold(session.uid)
    here = {} if session.blind or session.state is not CountSessionState.OPEN else _lots_here(session)
    lots = goods_documents.lots_of({*holding, *here}, lock=False)
    if session.count:
        found = _posted(session.count, lots)
    else:
        counted = [CountedLot(r["lot"], r["counted"], r["counted_at"]) for r in holding.values()]
        found = {
            d.compared.lot: _Found(
                d.compared.booked,
                d.compared.difference,
                d.loss.loss.quantity if d.loss else ZERO,
                d.loss.bearer if d.loss else None,
                Vnd(d.loss.owed_vnd if d.loss else 0),
            )
            for d in differences.preview(session.place, counted, lots)
        }
    lines = [_line(lots[lot], holding.get(lot), entries.get(lot, 0), found.get(lot), here.get(lot)) for lot in lots]
    return sorted(lines, key=lambda line: (line.product, line.lot))


def _lots_here(session: CountSessionHeader) -> dict[str, Milli]:
    """What lies at the place of the goods that a session counts, by lot."""
    query: Select[*tuple[Any, ...]] = select(StockLevel.lot, StockLevel.on_hand).where(
        StockLevel.place_code == session.place, StockLevel.on_hand > 0
    )
    if session.producer is not None:
        query = query.join(Lot, Lot.code == StockLevel.lot).where(Lot.producer_code == session.producer)
    if session.products:
        query = query.where(StockLevel.product_code.in_(session.products))
    return {r["lot"]: r["on_hand"] for r in fetch_all(query)}


@dataclass(frozen=True, slots=True)
class _Found:
    """What a counted lot was found to differ, and what it costs whom."""

    booked: Milli
    difference: Milli
    lost: Milli
    bearer: Bearer | None
    owed_vnd: Vnd


def _posted(count: str, lots: Mapping[str, LotRecord]) -> dict[str, _Found]:
    """What a count found, by lot, with what it posted to the producers' books."""
    losses = {entry.lot: entry for entry in book.posted_by(SourceKind.COUNT, [count])[count] if entry.cause}
    bearers = loss_bearers({entry.term_id for entry in losses.values() if entry.term_id}, LossCause.COUNT)
    owner = owner_code()
    found: dict[str, _Found] = {}
    for line in document_queries.get_count(count).lines:
        bearer = None
        if (loss := losses.get(line.lot)) is not None:
            bearer = bearers.get(loss.term_id or 0, Bearer.OUTLET) if loss.owed_vnd else Bearer.PRODUCER
            bearer = Bearer.OUTLET if lots[line.lot].producer == owner else bearer
        found[line.lot] = _Found(line.booked, line.difference, line.lost, bearer, line.owed_vnd)
    return found


def _line(lot: LotRecord, entry: Row | None, entries: int, found: _Found | None, here: Milli | None) -> CountSessionLine:
    return CountSessionLine(
        lot=lot.code,
        product=lot.product,
        name=lot.name,
        unit=lot.unit,
        producer=lot.producer,
        best_before=lot.best_before,
        counted=entry["counted"] if entry else None,
        counted_at=entry["counted_at"] if entry else None,
        counted_by=entry["recorded_by"] if entry else None,
        by_scan=entry["by_scan"] if entry else None,
        entries=entries,
        booked=found.booked if found else here,
        difference=found.difference if found else None,
        value_vnd=times(lot.price_vnd, found.difference) if found else None,
        lost=found.lost if found else ZERO,
        bearer=found.bearer if found else None,
        owed_vnd=found.owed_vnd if found else Vnd(0),
    )
