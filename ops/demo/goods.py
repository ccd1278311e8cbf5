"""What the demonstration outlet sells and who stands behind it.

Products and communes are those of the district's article on the programme (31/07/2019). Producers, people, certificates,
bank accounts and prices are invented; names and numbers say so ("minh họa", MH).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.people.permits import Role
from core.values.gtin import check_digit

NAME = "Điểm bán OCOP Quế Võ"
SHOP, STORE, STALL = "QUAY", "KHO", "HOICHO"
PLACES = {SHOP: ("Quầy bán hàng", "shop"), STORE: ("Kho phía sau", "store"), STALL: ("Gian hội chợ", "stall")}
TILLS = {"Q1": ("Quầy 1", SHOP, 80), "Q2": ("Quầy 2", SHOP, 58)}
OUTLET = {
    "name": NAME, "address": "Phường Quế Võ, tỉnh Bắc Ninh (điểm bán minh họa)", "phone": "0222 000 0000",
    "bank_bin": "970436", "bank_account": "0000000000", "bank_holder": "DIEM BAN OCOP QUE VO MINH HOA",
    "cash_rounding_vnd": 500, "cashier_discount_limit_bp": 1000, "near_expiry_days": 7,
}  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """A person of the demonstration; the secrets are no secrets."""

    role: Role
    username: str
    name: str
    password: str
    pin: str | None = None
    producer: str | None = None


PEOPLE = (
    Someone(Role.MANAGER, "quanly", "Nguyễn Thị Lan", "quanly-ocop", "246810"),
    Someone(Role.CASHIER, "thuha", "Trần Thu Hà", "thuha-ocop", "135790"),
    Someone(Role.CASHIER, "vanminh", "Lê Văn Minh", "vanminh-ocop", "112233"),
    Someone(Role.STOREKEEPER, "thukho", "Phạm Đức Thịnh", "thukho-ocop", "445566"),
    Someone(Role.OFFICER, "canbo", "Đỗ Minh Châu", "canbo-ocop"),
    Someone(Role.PRODUCER, "daixuan", "Ngô Văn Hậu", "daixuan-ocop", producer="HTX-DX"),
    Someone(Role.PRODUCER, "viethung", "Vũ Thị Mai", "viethung-ocop", producer="HTX-VH"),
    Someone(Role.PRODUCER, "phulang", "Bùi Quang Gốm", "phulang-ocop", producer="GOM-PL"),
)

PRODUCERS: dict[str, tuple[str, str, str]] = {
    "HTX-DX": ("HTX Nông sản Đại Xuân Xanh (minh họa)", "cooperative", "Đại Xuân"),
    "HTX-CL": ("HTX Lúa thơm Chi Lăng (minh họa)", "cooperative", "Chi Lăng"),
    "HTX-VH": ("HTX Dưa muối Việt Hùng (minh họa)", "cooperative", "Việt Hùng"),
    "HTX-QT": ("HTX Nông nghiệp Quế Tân Mới (minh họa)", "cooperative", "Quế Tân"),
    "THT-BL": ("Tổ hợp tác Rau sạch Bồng Lai (minh họa)", "group", "Bồng Lai"),
    "THT-HQ": ("Tổ hợp tác Chuối bãi Hán Quảng (minh họa)", "group", "Hán Quảng"),
    "HO-NH": ("Hộ nhà lưới Nhân Hòa (minh họa)", "household", "Nhân Hòa"),
    "GOM-PL": ("Gốm Phù Lãng Lửa Quê (minh họa)", "enterprise", "Phù Lãng"),
}
"""Code to name, kind and commune."""


@dataclass(frozen=True)
class Item:
    """A product, how well it sells, and how it comes in."""

    code: str
    name: str
    producer: str
    unit: str
    price_vnd: int
    vat: str
    set: int
    weight: int
    every: int
    life: int | None
    stars: int | None = None
    certified: tuple[str, str] | None = None
    plu: str | None = None
    number: int | None = None
    stored: bool = False

    @property
    def places(self) -> int:
        """Weighed goods have three decimal places."""
        return 3 if self.plu else 0


_PROVINCE, _TOWN = "UBND tỉnh Bắc Ninh", "UBND thị xã Quế Võ"
ITEMS = (
    Item(
        "GAO-DX5", "Gạo tẻ thơm Đại Xuân 5 kg", "HTX-DX", "túi", 135_000,
        "5", 3, 12, 9, 180, 4, (_PROVINCE, "2025-03-20"), number=1, stored=True,
    ),
    Item(
        "GAO-CL10", "Gạo tẻ thơm Chi Lăng 10 kg", "HTX-CL", "túi", 260_000,
        "5", 3, 7, 10, 180, 4, (_PROVINCE, "2025-03-20"), number=2, stored=True,
    ),
    Item(
        "MY-GAO", "Mỳ gạo Đại Xuân 500 g", "HTX-DX", "gói", 28_000,
        "8", 6, 14, 7, 120, 4, (_PROVINCE, "2025-09-10"), number=3,
    ),
    Item(
        "BANH-DA", "Bánh đa Đại Xuân", "HTX-DX", "gói", 25_000,
        "8", 6, 10, 7, 45, 3, (_TOWN, "2024-11-05"), number=4,
    ),
    Item(
        "KHOAI-TAY", "Khoai tây Quế Võ", "HTX-VH", "kg", 22_000,
        "KKKNT", 1, 13, 5, 30, 3, (_TOWN, "2024-11-05"), plu="00123",
    ),
    Item(
        "DUA-MUOI-VH", "Dưa gang muối Việt Hùng", "HTX-VH", "lọ", 30_000,
        "8", 7, 10, 8, 40, 3, (_PROVINCE, "2025-09-10"), number=5,
    ),
    Item(
        "DUA-MUOI-QT", "Dưa gang muối Quế Tân", "HTX-QT", "lọ", 32_000,
        "8", 7, 7, 9, 40, 3, (_PROVINCE, "2025-09-10"), number=6,
    ),
    Item(
        "DUA-LEO", "Dưa leo Bồng Lai", "THT-BL", "kg", 16_000,
        "KKKNT", 1, 11, 2, 5, plu="00124",
    ),
    Item(
        "DUA-LE", "Dưa lê siêu ngọt Nhân Hòa", "HO-NH", "kg", 38_000,
        "KKKNT", 1, 10, 3, 7, 3, (_TOWN, "2023-09-15"), plu="00125",
    ),
    Item(
        "CHUOI-HQ", "Chuối Hán Quảng", "THT-HQ", "kg", 18_000,
        "KKKNT", 1, 10, 3, 6, plu="00126",
    ),
    Item(
        "GOM-BINH", "Bình gốm men da lươn", "GOM-PL", "cái", 450_000,
        "8", 21, 2, 20, None, 4, (_PROVINCE, "2025-03-20"), number=7,
    ),
    Item(
        "GOM-AM", "Ấm trà gốm Phù Lãng", "GOM-PL", "cái", 320_000,
        "8", 21, 2, 20, None, 4, (_PROVINCE, "2025-03-20"), number=8,
    ),
    Item(
        "GOM-CHEN", "Bộ chén gốm Phù Lãng", "GOM-PL", "bộ", 150_000,
        "8", 21, 3, 20, None, number=9,
    ),
)  # fmt: skip
"""The article's goods. One certificate of three years has run out, so its stars must not show."""

LOSS_SHARED = {"damage": "shared", "expiry": "producer", "theft": "outlet", "count": "outlet", "sampling": "producer"}
LOSS_PRODUCER = {"damage": "producer", "expiry": "producer", "sampling": "producer", "recall": "producer"}


def _commission(rate_bp: int, bearer: str, **more: Any) -> dict[str, Any]:
    return {"basis": "commission", "rate_bp": rate_bp, "discount_bearer": bearer, **more}


def _fixed(product: str, owed_vnd: int, bearer: str) -> dict[str, Any]:
    loss = {"damage": "outlet", "theft": "outlet", "count": "outlet"}
    return {"product": product, "basis": "fixed_price", "owed_per_unit_vnd": owed_vnd, "discount_bearer": bearer, "loss": loss}


AGREEMENTS: dict[str, dict[str, Any]] = {
    "HD-01": {"producer": "HTX-DX", "terms": [_commission(1500, "outlet", loss=LOSS_SHARED)], "minimum_payout_vnd": 200_000},
    "HD-02": {"producer": "HTX-CL", "terms": [_commission(1250, "shared", commission_base="without_vat", loss=LOSS_SHARED)]},
    "HD-03": {
        "producer": "HTX-VH",
        "terms": [
            _commission(1500, "outlet", loss=LOSS_SHARED, loss_allowance_bp=200),
            _commission(1800, "shared", set=7, loss=LOSS_SHARED),
        ],
        "holding_days": 3,
    },
    "HD-04": {"producer": "HTX-QT", "terms": [_commission(1800, "producer", loss=LOSS_PRODUCER)]},
    "HD-05": {"producer": "THT-BL", "terms": [_commission(2000, "shared", loss=LOSS_PRODUCER, loss_allowance_bp=300)]},
    "HD-06": {"producer": "THT-HQ", "terms": [_commission(2000, "outlet", loss=LOSS_PRODUCER, loss_allowance_bp=300)]},
    "HD-07": {"producer": "HO-NH", "terms": [_commission(1800, "shared", loss=LOSS_SHARED, loss_allowance_bp=200)]},
    "HD-08": {
        "producer": "GOM-PL",
        "terms": [
            _commission(2500, "outlet"),
            _fixed("GOM-BINH", 350_000, "outlet"),
            _fixed("GOM-AM", 250_000, "shared"),
        ],
        "holding_days": 7,
    },
}


def product_document(item: Item, price_vnd: int) -> dict[str, Any]:
    """A product as it is put; its communes are its producer's."""
    document: dict[str, Any] = {
        "name": item.name, "producer": item.producer, "unit": item.unit, "places": item.places, "price_vnd": price_vnd,
        "vat": item.vat, "set": item.set, "plu": item.plu, "shelf_life_days": item.life, "barcodes": [],
        "commune": PRODUCERS[item.producer][2],
    }  # fmt: skip
    if item.number:
        stem = f"893850000{item.number:03d}"
        document["barcodes"] = [stem + check_digit(stem)]
    if item.stars and item.certified:
        issuer, issued_on = item.certified
        until = date.fromisoformat(issued_on) + timedelta(days=3 * 365)
        document["stars"] = item.stars
        document["certificate"] = {
            "number": f"MH-{item.number or item.plu}/{issued_on[:4]} (minh họa)", "issuer": issuer, "issued_on": issued_on,
            "valid_until": until.isoformat(),
        }  # fmt: skip
    return document


def opening_price(item: Item) -> int:
    """What a product cost when the seven weeks began; cucumbers have become dearer since."""
    return 15_000 if item.code == "DUA-LEO" else item.price_vnd
