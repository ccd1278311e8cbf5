"""Agreements that change: one version that its producer confirmed and that took the place of the first, and one that waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ops.demo.goods import AGREEMENTS, LOSS_SHARED, OUTLET_BEARS, SHARED, commission
from ops.demo.story import Story
from suppliers.agreements import recording, versions
from suppliers.agreements.requests import ConfirmationRequest

CONFIRMED, WAITS = "HD-01", "HD-03"
ASKED, AGREED, OFFERED = 33, 31, 4
"""Days before today: a version is asked for, its producer agrees, another one is offered and waits."""


def plan(story: Story) -> None:
    """Plans the acts."""
    begins = story.day(AGREED - 1)
    more_time = {"answer_days": 10, "reason": "HTX xin thêm ngày xem bảng thanh toán", "from": begins.isoformat()}
    story.at(story.day(ASKED), "16:10", lambda: _put(story, CONFIRMED, more_time))
    story.at(story.day(AGREED), "19:30", lambda: _confirm(story))
    terms = [commission(1600, OUTLET_BEARS, LOSS_SHARED, allowance_bp=200), commission(1700, SHARED, LOSS_SHARED, set=7)]
    why = "Công cân, lựa khoai tăng; dưa muối bán trên 300 lọ một tháng."
    offered = {"terms": terms, "reason": why, "from": _next_month(story.today).isoformat()}
    story.at(story.day(OFFERED), "16:40", lambda: _put(story, WAITS, offered))


def _put(story: Story, number: str, more: Mapping[str, object]) -> None:
    document = AGREEMENTS[number].request(story.first - timedelta(days=20), story.today, **more)
    recording.put(number, document, story.actors["quanly"])


def _confirm(story: Story) -> None:
    document = ConfirmationRequest(uid=story.uid("agreement", CONFIRMED, 2))
    versions.confirm(CONFIRMED, 2, document, story.actors["daixuan"])


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
