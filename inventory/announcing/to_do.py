"""What waits about goods that are to come: what is due today, who has not answered, what is below its minimum. Read-only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from inventory.announcing import cover, reading, wording
from inventory.announcing.results import AnnouncementResult, CallUpResult, ToDo
from inventory.choices import CallUpState
from suppliers import products
from suppliers.messages.wording import MOST_NAMED
from suppliers.producers import producer_names

Names = Mapping[str, tuple[str, str]]
MOST = 2
"""Deliveries, and call-ups, that are named one by one; the rest are a number with a link."""
NEAR = timedelta(days=2)
"""A call-up that nobody answered is urgent so long before its day."""


def to_do(day: date) -> list[ToDo]:
    """What a manager and a storekeeper look after on a day, the most urgent first."""
    due = reading.expected(last=day)
    waiting = [call_up for _id, call_up in reading.list_call_ups(state=CallUpState.OPEN)]
    names = dict(producer_names()) if due or waiting else {}
    return [*_due(due, day, names), *_unanswered(waiting, day, names), *_below_minimum()]


def _due(due: list[AnnouncementResult], day: date, producers: Mapping[str, str]) -> list[ToDo]:
    shown = due[:MOST]
    names = products.names_of({line.product for announcement in shown for line in announcement.lines})
    items = [
        _late(a, producers[a.producer], names) if a.expected_on < day else _today(a, producers[a.producer], names) for a in shown
    ]
    if len(due) > MOST:
        more = _("%(n)s chuyến hàng nữa đã đến ngày giao", n=len(due) - MOST)
        items.append(_rest(more, "announcements.announcements_list"))
    return items


def _late(announcement: AnnouncementResult, producer: str, names: Names) -> ToDo:
    return ToDo(
        sentence=_(
            "%(producer)s hẹn giao %(day)s, chưa thấy đến", producer=producer, day=wording.by_day(announcement.expected_on)
        ),
        detail=wording.announced(announcement.lines, names),
        href=url_for("announcements.announcements_list", _anchor=announcement.uid),
        action=_("Xem"),
        tone="warn",
    )


def _today(announcement: AnnouncementResult, producer: str, names: Names) -> ToDo:
    return ToDo(
        sentence=_("%(producer)s giao hàng hôm nay", producer=producer),
        detail=wording.announced(announcement.lines, names),
        href=url_for("inventory.receiving.receive", announcement=announcement.uid),
        action=_("Nhận hàng"),
        tone="info",
    )


def _unanswered(waiting: list[CallUpResult], day: date, producers: Mapping[str, str]) -> list[ToDo]:
    waiting = sorted(waiting, key=lambda call_up: call_up.wanted_by)
    items = [
        ToDo(
            sentence=_("%(producer)s chưa trả lời lời gọi hàng", producer=producers[c.producer]),
            detail=_("%(goods)s, chậm nhất %(day)s", goods=wording.wanted(c), day=wording.by_day(c.wanted_by)),
            href=url_for("call_ups.call_up", uid=c.uid),
            action=_("Xem"),
            tone="warn" if c.wanted_by <= day + NEAR else "info",
        )
        for c in waiting[:MOST]
    ]
    if len(waiting) > MOST:
        more = _("%(n)s lời gọi hàng nữa chưa được trả lời", n=len(waiting) - MOST)
        items.append(_rest(more, "call_ups.call_ups_list"))
    return items


def _rest(sentence: str, endpoint: str) -> ToDo:
    return ToDo(sentence=sentence, detail="", href=url_for(endpoint), action=_("Xem tất cả"), tone="info")


def _below_minimum() -> list[ToDo]:
    low = cover.below_minimum()
    if not low:
        return []
    named = ", ".join(product.name for product in low[:MOST_NAMED])
    return [
        ToDo(
            sentence=_("%(n)s sản phẩm dưới tồn tối thiểu", n=len(low)),
            detail=f"{named}…" if len(low) > MOST_NAMED else named,
            href=url_for("cover.cover_page"),
            action=_("Gọi hàng"),
            tone="warn",
        )
    ]
