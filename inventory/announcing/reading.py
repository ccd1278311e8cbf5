"""Reading announcements and call-ups, and what a delivery brought beside what was announced. Read-only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from core.db import Row, fetch_all
from core.errors import NotFound
from core.i18n import N_
from core.quantity import Milli
from inventory.announcing.models import AnnouncedDelivery, Announcement, AnnouncementLine, CallUp, CallUpLine
from inventory.announcing.results import AnnouncedLineResult, AnnouncementResult, CallUpResult, WantedLineResult
from inventory.choices import AnnouncementState, CallUpState
from suppliers.models import Product


def get_announcement(uid: str, producer: str | None = None) -> AnnouncementResult:
    """An announcement as it stands. Raises NotFound, also when it is not this producer's."""
    found = _announcements(_narrowed(select(Announcement.__table__).where(Announcement.uid == uid), Announcement, producer))
    if not found:
        raise NotFound(N_("Không có báo hàng này."))
    return found[0][1]


def list_announcements(
    *,
    producer: str | None = None,
    place: str | None = None,
    state: AnnouncementState | None = None,
    first: date | None = None,
    last: date | None = None,
    after: int | None = None,
    limit: int = 100,
    newest_first: bool = False,
    only_ended: bool = False,
) -> list[tuple[int, AnnouncementResult]]:
    """Announcements in the order of posting, each with its cursor; `first` and `last` are days on which they are expected."""
    order = Announcement.id.desc() if newest_first else Announcement.id
    query = _narrowed(select(Announcement.__table__).order_by(order).limit(limit), Announcement, producer)
    if place is not None:
        query = query.where(Announcement.place_code == place)
    if state is not None:
        query = query.where(Announcement.state == state)
    if only_ended:
        query = query.where(Announcement.state != AnnouncementState.OPEN)
    if first is not None:
        query = query.where(Announcement.expected_on >= first)
    if last is not None:
        query = query.where(Announcement.expected_on <= last)
    if after is not None:
        query = query.where(Announcement.id < after if newest_first else Announcement.id > after)
    return _announcements(query)


def expected(producer: str | None = None, last: date | None = None, limit: int = 200) -> list[AnnouncementResult]:
    """Open announcements by the day on which they are expected, those up to a day if one is given."""
    query = _narrowed(select(Announcement.__table__).where(Announcement.state == AnnouncementState.OPEN), Announcement, producer)
    if last is not None:
        query = query.where(Announcement.expected_on <= last)
    query = query.order_by(Announcement.expected_on, Announcement.id).limit(limit)
    return [announcement for _id, announcement in _announcements(query)]


def to_come(producer: str | None = None) -> dict[str, Milli]:
    """How much of each product is announced, or asked for and not answered, and not here yet."""
    announced_lines = _narrowed(
        select(AnnouncementLine.product_code, AnnouncementLine.quantity)
        .join(Announcement, Announcement.uid == AnnouncementLine.announcement_uid)
        .where(Announcement.state == AnnouncementState.OPEN),
        Announcement,
        producer,
    )
    wanted_lines = _narrowed(
        select(CallUpLine.product_code, CallUpLine.quantity)
        .join(CallUp, CallUp.uid == CallUpLine.call_up_uid)
        .where(CallUp.state == CallUpState.OPEN),
        CallUp,
        producer,
    )
    sums: dict[str, Milli] = defaultdict(lambda: Milli(0))
    for r in fetch_all(announced_lines.union_all(wanted_lines)):
        sums[r["product_code"]] = Milli(sums[r["product_code"]] + r["quantity"])
    return dict(sums)


def get_call_up(uid: str, producer: str | None = None) -> CallUpResult:
    """A call-up as it stands. Raises NotFound, also when it is not this producer's."""
    found = _call_ups(_narrowed(select(CallUp.__table__).where(CallUp.uid == uid), CallUp, producer))
    if not found:
        raise NotFound(N_("Không có lời gọi hàng này."))
    return found[0][1]


def list_call_ups(
    *,
    producer: str | None = None,
    state: CallUpState | None = None,
    first: date | None = None,
    last: date | None = None,
    after: int | None = None,
    limit: int = 100,
    newest_first: bool = False,
    only_ended: bool = False,
) -> list[tuple[int, CallUpResult]]:
    """Call-ups in the order of posting, each with its cursor; `first` and `last` are days by which the goods are wanted."""
    order = CallUp.id.desc() if newest_first else CallUp.id
    query = _narrowed(select(CallUp.__table__).order_by(order).limit(limit), CallUp, producer)
    if state is not None:
        query = query.where(CallUp.state == state)
    if only_ended:
        query = query.where(CallUp.state != CallUpState.OPEN)
    if first is not None:
        query = query.where(CallUp.wanted_by >= first)
    if last is not None:
        query = query.where(CallUp.wanted_by <= last)
    if after is not None:
        query = query.where(CallUp.id < after if newest_first else CallUp.id > after)
    return _call_ups(query)


def announcements_of(deliveries: Collection[str]) -> dict[str, str]:
    """The announcements that deliveries name, by the delivery."""
    query = select(AnnouncedDelivery.__table__).where(AnnouncedDelivery.delivery_uid.in_(sorted(deliveries)))
    return {r["delivery_uid"]: r["announcement_uid"] for r in fetch_all(query)}


def announced(uids: Collection[str]) -> dict[str, dict[str, Milli]]:
    """How much of each product announcements say, by announcement and product in the order of their lines."""
    sums: dict[str, dict[str, Milli]] = defaultdict(dict)
    query = select(AnnouncementLine.__table__).where(AnnouncementLine.announcement_uid.in_(sorted(uids)))
    for r in fetch_all(query.order_by(AnnouncementLine.announcement_uid, AnnouncementLine.n)):
        of = sums[r["announcement_uid"]]
        of[r["product_code"]] = Milli(of.get(r["product_code"], 0) + r["quantity"])
    return sums


def _narrowed(
    query: Select[*tuple[Any, ...]], model: type[Announcement | CallUp], producer: str | None
) -> Select[*tuple[Any, ...]]:
    return query if producer is None else query.where(model.producer_code == producer)


def _announcements(query: Select[*tuple[Any, ...]]) -> list[tuple[int, AnnouncementResult]]:
    rows = fetch_all(query)
    lines: dict[str, list[AnnouncedLineResult]] = defaultdict(list)
    of_them = AnnouncementLine.announcement_uid.in_([r["uid"] for r in rows])
    for r in fetch_all(
        select(AnnouncementLine.__table__).where(of_them).order_by(AnnouncementLine.announcement_uid, AnnouncementLine.n)
    ):
        line = AnnouncedLineResult(
            product=r["product_code"],
            quantity=r["quantity"],
            made_on=r["made_on"],
            best_before=r["best_before"],
            member=r["member_code"],
        )
        lines[r["announcement_uid"]].append(line)
    return [(r["id"], _announcement(r, lines[r["uid"]])) for r in rows]


def _announcement(r: Row, lines: list[AnnouncedLineResult]) -> AnnouncementResult:
    return AnnouncementResult(
        uid=r["uid"],
        producer=r["producer_code"],
        place=r["place_code"],
        expected_on=r["expected_on"],
        lines=lines,
        note=r["note"],
        call_up=r["call_up_uid"],
        state=AnnouncementState(r["state"]),
        announced_at=r["announced_at"],
        announced_by=r["announced_by"],
        delivery=r["delivery_uid"],
    )


def _call_ups(query: Select[*tuple[Any, ...]]) -> list[tuple[int, CallUpResult]]:
    rows: Sequence[Row] = fetch_all(query)
    uids = [r["uid"] for r in rows]
    lines: dict[str, list[WantedLineResult]] = defaultdict(list)
    goods = select(CallUpLine.__table__, Product.name, Product.unit).join(Product, Product.code == CallUpLine.product_code)
    for r in fetch_all(goods.where(CallUpLine.call_up_uid.in_(uids)).order_by(CallUpLine.call_up_uid, CallUpLine.n)):
        line = WantedLineResult(product=r["product_code"], name=r["name"], unit=r["unit"], quantity=r["quantity"])
        lines[r["call_up_uid"]].append(line)
    made = select(Announcement.call_up_uid, Announcement.uid).where(Announcement.call_up_uid.in_(uids))
    answers: dict[str, str] = {}
    for r in fetch_all(made.order_by(Announcement.id.desc())):
        answers[r["call_up_uid"]] = r["uid"]
    return [
        (
            r["id"],
            CallUpResult(
                uid=r["uid"],
                producer=r["producer_code"],
                lines=lines[r["uid"]],
                wanted_by=r["wanted_by"],
                note=r["note"],
                state=CallUpState(r["state"]),
                made_at=r["made_at"],
                made_by=r["made_by"],
                ended_at=r["ended_at"],
                ended_by=r["ended_by"],
                answer_note=r["answer_note"],
                announcement=answers.get(r["uid"]),
            ),
        )
        for r in rows
    ]
