"""What the outlet offers as the story ends: three offers, a gift basket over three producers in a box of its own."""

from __future__ import annotations

from datetime import timedelta

from inventory import deliveries
from inventory.requests import DeliveryRequest
from ops.demo.goods import SHOP
from ops.demo.story import Story
from pos.baskets import baskets
from pos.baskets.requests import BasketRequest
from pos.offers import offers
from pos.offers.requests import OfferRequest
from suppliers import producers, products
from suppliers.requests import ProductRequest

BOX = "HOP-QUA"
BASKET: dict[str, object] = {
    "name": "Giỏ quà Quế Võ",
    "price_vnd": 530_000,
    "items": [
        {"product": "GOM-AM", "quantity": "1"},
        {"product": "GAO-DX5", "quantity": "1"},
        {"product": "DUA-MUOI-QT", "quantity": "2"},
    ],
    "wrapping": BOX,
    "bearer": "agreement",
}
OFFERS: dict[str, dict[str, object]] = {
    "TUAN-BANH-DA": {
        "name": "Tuần lễ bánh đa",
        "on": {"products": ["BANH-DA"]},
        "kind": "percent",
        "rate_bp": 1000,
        "bearer": "agreement",
    },
    "CHEN-2-1": {
        "name": "Bộ chén mua 2 tặng 1",
        "on": {"products": ["GOM-CHEN"]},
        "kind": "buy_get",
        "buy": 2,
        "get": 1,
        "bearer": "outlet",
    },
    "GAN-HET-HAN": {
        "name": "Hàng gần hết hạn",
        "on": {"sets": [1, 7]},
        "kind": "age",
        "steps": [{"days_left": 7, "rate_bp": 2000}, {"days_left": 3, "rate_bp": 5000}],
        "bearer": "agreement",
    },
}


def plan(story: Story) -> None:
    """Plans what is put last of all, so that what was sold before was sold without it."""
    story.when(story.now, lambda: _put(story))


def _put(story: Story) -> None:
    manager = story.actors["quanly"]
    owner = producers.owner_code()
    box = {"name": "Hộp quà của điểm bán", "producer": owner, "unit": "cái", "places": 0, "price_vnd": 20_000, "vat": "8"}
    products.put_product(BOX, ProductRequest.model_validate(box | {"available": False}), manager)
    delivery = {
        "producer": owner,
        "place": SHOP,
        "delivered_on": story.today.isoformat(),
        "lines": [{"product": BOX, "quantity": "40"}],
    }
    document = DeliveryRequest.model_validate(delivery)
    uid = story.uid("delivery", BOX)
    story.put("deliveries", uid, lambda: deliveries.deliver(uid, document, story.actors["thukho"]))
    days = {"from": story.today.isoformat(), "to": (story.today + timedelta(days=30)).isoformat()}
    for code, offer in OFFERS.items():
        offers.put(code, OfferRequest.model_validate({**offer, **days}), manager)
    baskets.put("GIO-QUE-VO", BasketRequest.model_validate(BASKET), manager)
