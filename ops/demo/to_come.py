"""What runs out as the story ends, what producers are asked for, and what they announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from inventory.announcing import announcements, call_ups
from inventory.announcing.requests import AnnouncementRequest, CallUpAnswerRequest, CallUpRequest
from ops.demo.story import Story
from suppliers import products
from suppliers.requests import MinimumRequest

MINIMUMS = {"GAO-DX5": "60", "DUA-MUOI-VH": "40", "DUA-MUOI-QT": "30", "BANH-DA": "90", "CHUOI-HQ": "30"}


def plan(story: Story) -> None:
    """Plans what stands open when the story is over."""
    story.at(story.day(1), "17:30", lambda: _yesterday(story))
    story.when(story.now, lambda: _today(story))


def _yesterday(story: Story) -> None:
    _announce(story, "THT-BL", {"DUA-LEO": "25"}, 0, "xe đi từ 6 giờ sáng")


def _today(story: Story) -> None:
    for code, minimum in MINIMUMS.items():
        products.set_minimum(code, MinimumRequest.model_validate({"minimum": minimum}), story.actors["quanly"])
    _call_up(story, "HTX-DX", {"GAO-DX5": "40", "MY-GAO": "60"}, 3)
    asked = _call_up(story, "HTX-VH", {"DUA-MUOI-VH": "60"}, 4)
    uid = story.uid("answer", "HTX-VH")
    answer = CallUpAnswerRequest.model_validate({"uid": uid, "lines": _lines({"DUA-MUOI-VH": "48"}), "note": "đợt này ít dưa"})
    story.put("call-up-answers", uid, lambda: call_ups.answer(asked, answer, story.actors["viethung"]))


def _lines(goods: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"product": product, "quantity": quantity} for product, quantity in goods.items()]


def _call_up(story: Story, producer: str, goods: Mapping[str, str], days: int) -> str:
    uid = story.uid("call-up", producer)
    by = (story.today + timedelta(days=days)).isoformat()
    document = CallUpRequest.model_validate({"producer": producer, "lines": _lines(goods), "wanted_by": by})
    story.put("call-ups", uid, lambda: call_ups.call_up(uid, document, story.actors["thukho"]))
    return uid


def _announce(story: Story, producer: str, goods: Mapping[str, str], days: int, note: str) -> None:
    uid = story.uid("announcement", producer)
    on = (story.today + timedelta(days=days)).isoformat()
    document = AnnouncementRequest.model_validate({"producer": producer, "expected_on": on, "lines": _lines(goods), "note": note})
    announcements.put(uid, document, story.actors["quanly"])
