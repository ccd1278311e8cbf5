"""Prices of the demonstration that are planned or proposed as the story ends, and what is told of its rice."""

from __future__ import annotations

from datetime import timedelta

from core.money import Vnd
from ops.demo.goods import ITEMS, product
from ops.demo.story import Story
from suppliers import products
from suppliers.prices import planning, proposals
from suppliers.prices.requests import ProposalRequest

RICE = "GAO-DX5"
TOLD: dict[str, object] = {
    "story": "Lúa trồng ở cánh đồng bãi sông Đuống, xã Đại Xuân.\nHợp tác xã phơi nắng, xay xát trong tuần và đóng túi ngay.",
    "usage": "Vo nhẹ một lần.\nNấu một bát gạo với một bát rưỡi nước, ủ thêm 10 phút.",
    "priority_group": 1,
}


def plan(story: Story) -> None:
    """Plans what is put last of all, so that nothing was sold at it yet."""
    story.when(story.now, lambda: _put(story))


def _put(story: Story) -> None:
    manager = story.actors["quanly"]
    rice = next(item for item in ITEMS if item.code == RICE)
    told = product(rice, rice.price_vnd).model_copy(update={**TOLD, "plan_year": story.today.year})
    products.put_product(RICE, told, manager)
    planning.plan("KHOAI-TAY", story.today + timedelta(days=3), Vnd(24_000), manager)
    wanted = {"product": RICE, "price_vnd": 139_000, "from": (story.today + timedelta(days=7)).isoformat()}
    document = ProposalRequest.model_validate(wanted | {"note": "Giá phân bón và xay xát tăng."})
    uid = story.uid("proposal", RICE)
    story.put("price-proposals", uid, lambda: proposals.propose(uid, document, story.actors["daixuan"]))
