"""Fairs: those of the programme's first years, a weekend at which the outlet's stall sold, and one to come."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from core.people.actor import SYSTEM
from core.quantity import Milli
from inventory.fairs import fairs
from inventory.fairs.requests import FairRequest
from inventory.queries import stock
from ops.demo import goods_days, selling
from ops.demo.goods import ITEMS, SHOP, STALL
from ops.demo.story import Story

TILL, SELLER = "HC", "quanly"
GOODS = {"GOM-CHEN": 3, "MY-GAO": 14, "BANH-DA": 12, "DUA-MUOI-VH": 6, "GAO-DX5": 6}
"""Pieces that go to the weekend's stall, as far as the shop has them."""
SALES_A_DAY = 11
MOST_PIECES_LEFT = 2
FAIRS = {
    "HC-2019-1": ("Tuần hàng nông sản Quế Võ 2019", date(2019, 12, 6), date(2019, 12, 8), "Nhà văn hóa huyện Quế Võ", None),
    "HC-2020-1": ("Hội chợ xuân Quế Võ 2020", date(2020, 1, 10), date(2020, 1, 14), "Sân vận động Phố Mới", None),
    "HC-2020-2": ("Phiên chợ OCOP tỉnh Bắc Ninh 2020", date(2020, 11, 13), date(2020, 11, 17), "Thành phố Bắc Ninh", None),
    "HC-2027-1": (
        "Hội chợ xuân 2027",
        date(2027, 1, 15),
        date(2027, 1, 19),
        "Trung tâm văn hóa Kinh Bắc, Bắc Ninh",
        "Có gạo, mỳ, dưa muối và gốm. Mở cửa từ 8 giờ đến 21 giờ.",
    ),
}


def plan(story: Story) -> None:
    """Plans the calendar of fairs, and the weekend at the stall."""
    sunday = next(story.day(before) for before in range(21, 28) if story.day(before).weekday() == 6)
    saturday = sunday - timedelta(days=1)
    story.at(story.first, "06:40", lambda: _record(story, saturday, sunday))
    if saturday - timedelta(days=1) <= story.first:
        return
    story.at(saturday - timedelta(days=1), "16:40", lambda: _send(story, saturday))
    for day in (saturday, sunday):
        story.at(day, "08:00", partial(selling.open_till, story, TILL, SELLER, day, "hội chợ"))
        for n in range(SALES_A_DAY):
            story.at(day, f"{9 + n * 11 // SALES_A_DAY:02}:{n * 29 % 60:02}", partial(_sell, story, day, n))
        story.at(day, "20:40", partial(selling.close_till, story, TILL, SELLER))
    story.at(sunday + timedelta(days=1), "08:20", lambda: _bring_back(story, sunday))


def _record(story: Story, saturday: date, sunday: date) -> None:
    weekend = {f"HC-{saturday.year}-9": ("Phiên chợ OCOP cuối tuần", saturday, sunday, "Chợ Phố Mới, phường Quế Võ", None)}
    for code, (name, first, last, where, note) in {**FAIRS, **weekend}.items():
        document = {"name": f"{name} (minh họa)", "from": first.isoformat(), "to": last.isoformat(), "where": where}
        document |= {"place": STALL} | ({"note": note} if note else {})
        fairs.put_fair(code, FairRequest.model_validate(document), SYSTEM)


def _send(story: Story, saturday: date) -> None:
    takes = [take for code, pieces in GOODS.items() for take in goods_days.some(code, SHOP, Milli(pieces * 1000))]
    goods_days.move(story, story.uid("fair", saturday), SHOP, STALL, takes)


def _sell(story: Story, day: date, n: int) -> None:
    """A customer at the stall buys one or two things of what is left there."""
    left = {level.product for level in stock(place=STALL) if level.on_hand >= MOST_PIECES_LEFT * 1000}
    goods = [item for item in ITEMS if item.code in left]
    if not goods or TILL not in story.drawers:
        return
    dice = story.dice("fair", day, n)
    basket = dice.sample(goods, min(len(goods), dice.choice((1, 1, 2))))
    selling.sell(story, dice, TILL, story.uid("fair sale", day, n), f"HC{day:%m%d}{n:03d}", basket=basket)


def _bring_back(story: Story, sunday: date) -> None:
    takes = [take for code in GOODS for take in goods_days.some(code, STALL, Milli(GOODS[code] * 1000))]
    goods_days.move(story, story.uid("fair back", sunday), STALL, SHOP, takes)
