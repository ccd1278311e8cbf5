"""A good example of every document of offers and baskets."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid


def _offer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "name": "Sáng thứ bảy",
        "from": "2026-01-01",
        "to": "2026-02-28",
        "days": [5, 6],
        "hours": ["07:00", "11:30"],
        "on": {"products": [shop.stocked()]},
        "kind": "percent",
        "rate_bp": 1000,
        "bearer": "agreement",
        "priority": 50,
        "retired": False,
    }
    path = f"/api/v1/offers/{shop.code('KM')}"
    return Good("PUT", path, "/api/v1/offers/{code}", body, {"days", "hours", "priority", "retired"})


def _offer_by_age(shop: Shop, local_outlet: LocalOutlet) -> Good:
    steps = [{"days_left": 7, "rate_bp": 2000}, {"days_left": 3, "rate_bp": 5000}]
    body = {"name": "Gần hết hạn", "from": "2026-01-01", "to": "2026-02-28", "on": {"all": True}, "kind": "age", "steps": steps}
    path = f"/api/v1/offers/{shop.code('KM')}"
    return Good("PUT", path, "/api/v1/offers/{code}", {**body, "bearer": "outlet"}, set())


def _basket(shop: Shop, local_outlet: LocalOutlet) -> Good:
    owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
    body = {
        "name": "Giỏ quà Tết",
        "price_vnd": 300_000,
        "barcodes": ["8938500000041"],
        "items": [
            {"product": shop.stocked(), "quantity": "1.5", "share_vnd": 9_000},
            {"product": shop.stocked(), "quantity": "2"},
        ],
        "wrapping": shop.product(owner, 20_000, places=0, unit="cái"),
        "bearer": "outlet",
        "retired": False,
    }
    optional = {"barcodes", "share_vnd", "wrapping", "retired"}
    return Good("PUT", f"/api/v1/baskets/{shop.code('GIO')}", "/api/v1/baskets/{code}", body, optional)


def _agreed(kind: str, shop: Shop, product: str) -> Good:
    code = shop.code("KM")
    on = {"from": "2026-01-01", "to": "2026-01-31", "on": {"all": True}, "kind": "percent", "rate_bp": 100}
    goods = {"price_vnd": 1, "items": [{"product": product, "quantity": "1"}]}
    shop.api.put(f"/api/v1/{kind}/{code}", {"name": "Thử", "bearer": "producer", **(on if kind == "offers" else goods)}).ok()
    body = {"uid": uid(), "producer": shop.producer_of(product), "note": "ký giấy"}
    return Good("POST", f"/api/v1/{kind}/{code}/agree", f"/api/v1/{kind}/{{code}}/agree", body, {"producer"})


def _offer_agreed(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return _agreed("offers", shop, shop.stocked())


def _basket_agreed(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return _agreed("baskets", shop, shop.stocked())


OFFERS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "offer": _offer,
    "offer by age": _offer_by_age,
    "basket": _basket,
    "offer agreed": _offer_agreed,
    "basket agreed": _basket_agreed,
}
