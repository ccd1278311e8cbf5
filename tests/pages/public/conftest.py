"""An outlet that visitors look at: two producers, goods in both languages, lots that are good, expired and recalled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.api.inside import LocalOutlet
from tests.conftest import NewDatabase, _application, _close
from tests.outlet import Shop, today, uid

GTIN = "8938500000010"
STARRED = {
    "stars": 4,
    "certificate": {"number": "12/QĐ-UBND", "issuer": "UBND tỉnh", "issued_on": "2025-01-02", "valid_until": "2098-01-01"},
}
HOURS = {"opens_at": "07:00", "closes_at": "18:30", "closed_on": [1], "map_link": "https://osm.example/way"}


@dataclass(frozen=True)
class Shown:
    """What was recorded, by code."""

    app: Flask
    shop: Shop
    maker: str
    rice: str
    noodles: str
    lot: str
    expired: str
    recalled: str


def day(days: int) -> str:
    return (date.fromisoformat(today()) + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def shown(new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    app = _application(new_database("sqlite"), tmp_path_factory.mktemp("data"))
    shop = Shop(LocalOutlet.set_up(app).api, "KHACH")
    outlet = {"name": "Điểm bán Quế Võ", "address": "Phố Mới", "phone": "0222 111 222", "refund_days": 3, **HOURS}
    shop.api.put("/api/v1/outlet", {**shop.api.get("/api/v1/outlet").ok(), **outlet}).ok()
    told = {"story": "Bốn mươi hộ cùng một nhà máy.", "story_en": "Forty families share a mill."}
    maker = shop.producer(name="HTX Đại Xuân Xanh", commune="Đại Xuân", **told)
    rice = shop.product(
        maker, 135_000, name="Gạo tẻ thơm", unit="túi", places=0, set=3, barcodes=[GTIN], name_en="Fragrant rice",
        usage="Vo nhẹ.", usage_en="Rinse.", keeping="Để khô.", keeping_en="Keep dry.", season=[1, 12], **STARRED,
    )  # fmt: skip
    noodles = shop.product(maker, 28_000, name="Mỳ gạo", unit="gói", places=0, set=6)
    shop.agreement(maker)
    good = {"product": rice, "lot": "L1/A", "quantity": "7", "made_on": day(-3), "best_before": day(100)}
    shop.deliver(maker, good, delivered_on=day(-2))
    old = {"product": noodles, "lot": "L-CU", "quantity": "5", "made_on": day(-90), "best_before": day(-1)}
    shop.deliver(maker, old, delivered_on=day(-80))
    shop.deliver(maker, {"product": noodles, "lot": "L-BO", "quantity": "5", "best_before": day(50)})
    shop.api.post("/api/v1/lots/L-BO/recall", {"uid": uid(), "reason": "nắp không kín"}).ok(200, 201)
    yield Shown(app, shop, maker, rice, noodles, "L1/A", "L-CU", "L-BO")
    _close(app)
