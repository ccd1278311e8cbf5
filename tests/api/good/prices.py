"""A good example of every document about prices."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid

TOLD = {
    "story": "Gạo trồng ở bãi sông.\nGặt bằng tay.",
    "usage": "Vo nhẹ,\nnấu với ít nước.",
    "name_en": "Fragrant rice",
    "story_en": "Grown on the river bank.",
    "usage_en": "Rinse lightly.",
    "keeping": "Để nơi khô ráo.",
    "keeping_en": "Keep dry.",
    "season": [5, 10],
    "priority_group": 2,
    "plan_year": 2026,
}
"""What is told of a product."""


def _planned(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"/api/v1/products/{shop.stocked()}/prices/2098-12-31"
    body = {"price_vnd": 12_000, "from": "2098-12-31"}
    return Good("PUT", path, "/api/v1/products/{code}/prices/{from_day}", body, {"from"})


def _proposal(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"product": shop.stocked(), "price_vnd": 13_000, "from": "2099-01-01", "note": "giá giống tăng"}
    return Good("PUT", f"/api/v1/price-proposals/{uid()}", "/api/v1/price-proposals/{uid}", body, {"note"})


def _decision(how: str) -> Callable[[Shop, LocalOutlet], Good]:
    def make(shop: Shop, local_outlet: LocalOutlet) -> Good:
        good = _proposal(shop, local_outlet)
        shop.api.put(good.path, good.body).ok(201)
        body = {"uid": uid(), "note": "đã gọi điện"}
        return Good("POST", f"{good.path}/{how}", f"{good.template}/{how}", body, {"note"})

    return make


PRICES: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "planned price": _planned,
    "price proposal": _proposal,
    "price approved": _decision("approve"),
    "price refused": _decision("refuse"),
}
