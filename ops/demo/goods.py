"""What the demonstration outlet sells and who stands behind it.

Products and communes are those of the district's article on the programme (31/07/2019). Producers, people, certificates,
bank accounts and prices are invented; names and numbers say so ("minh họa", MH).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.people.permits import Role
from core.requests import OutletRequest
from core.values.gtin import check_digit
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from ops.demo.visitors import told
from pos.requests import TillRequest
from suppliers.agreements.requests import (
    AgreementRequest,
    AllowanceRequest,
    AllowancesRequest,
    ChargeRequest,
    LossBearers,
    OnExpiryRequest,
    TermRequest,
)
from suppliers.choices import AllowancePeriod, Basis, Bearer, ChargePer, CommissionBase, ExpiryChoice, ProducerKind, VatClass
from suppliers.requests import CertificateRequest, ProducerRequest, ProductRequest

NAME = "Điểm bán OCOP Quế Võ"
SHOP, STORE, STALL = "QUAY", "KHO", "HOICHO"
OUTLET_BEARS, PRODUCER, SHARED = Bearer.OUTLET, Bearer.PRODUCER, Bearer.SHARED
PLACES = {
    SHOP: PlaceRequest(name="Quầy bán hàng", kind=PlaceKind.SHOP),
    STORE: PlaceRequest(name="Kho phía sau", kind=PlaceKind.STORE),
    STALL: PlaceRequest(name="Gian hội chợ", kind=PlaceKind.STALL),
}
TILLS = {
    "Q1": TillRequest(name="Quầy 1", place=SHOP, paper_mm=80),
    "Q2": TillRequest(name="Quầy 2", place=SHOP, paper_mm=58),
    "HC": TillRequest(name="Máy hội chợ", place=STALL, paper_mm=58),
}
OUTLET = OutletRequest(
    name=NAME, address="Phường Quế Võ, tỉnh Bắc Ninh (điểm bán minh họa)", phone="0222 000 0000",
    bank_bin="970436", bank_account="0000000000", bank_holder="DIEM BAN OCOP QUE VO MINH HOA",
    cash_rounding_vnd=500, cashier_discount_limit_bp=1000, near_expiry_days=7,
    cash_out_limit_vnd=2_000_000, refund_limit_vnd=1_000_000, refund_days=30, loss_limit_vnd=1_000_000,
    opens_at="07:00", closes_at="18:30", map_link="https://www.openstreetmap.org/#map=15/21.1590/106.1530",
)  # fmt: skip


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


def _producer(n: int, code: str, name: str, kind: ProducerKind, commune: str) -> ProducerRequest:
    return ProducerRequest(
        name=f"{name} (minh họa)",
        kind=kind,
        commune=commune,
        phone=f"0222 000 {n:04d}",
        bank_bin="970436",
        bank_account=f"{n:010d}",
        bank_holder=f"MINH HOA {code.replace('-', ' ')}",
        story=told.PRODUCERS[code][0],
        story_en=told.PRODUCERS[code][1],
    )


_COOPERATIVE, _GROUP = ProducerKind.COOPERATIVE, ProducerKind.GROUP
PRODUCERS = {
    code: _producer(n, code, name, kind, commune)
    for n, (code, name, kind, commune) in enumerate(
        (
            ("HTX-DX", "HTX Nông sản Đại Xuân Xanh", _COOPERATIVE, "Đại Xuân"),
            ("HTX-CL", "HTX Lúa thơm Chi Lăng", _COOPERATIVE, "Chi Lăng"),
            ("HTX-VH", "HTX Dưa muối Việt Hùng", _COOPERATIVE, "Việt Hùng"),
            ("HTX-QT", "HTX Nông nghiệp Quế Tân Mới", _COOPERATIVE, "Quế Tân"),
            ("THT-BL", "Tổ hợp tác Rau sạch Bồng Lai", _GROUP, "Bồng Lai"),
            ("THT-HQ", "Tổ hợp tác Chuối bãi Hán Quảng", _GROUP, "Hán Quảng"),
            ("HO-NH", "Hộ nhà lưới Nhân Hòa", ProducerKind.HOUSEHOLD, "Nhân Hòa"),
            ("GOM-PL", "Gốm Phù Lãng Lửa Quê", ProducerKind.ENTERPRISE, "Phù Lãng"),
        ),
        1,
    )
}


MEMBERS = {"HTX-DX": {"H1": "Hộ Nguyễn Văn Tưởng", "H2": "Hộ Nguyễn Thị Soi", "H3": "Hộ Đào Văn Bến"}}
"""The households of one cooperative; a round's goods of one product are one household's."""


@dataclass(frozen=True)
class Item:
    """A product, how well it sells, and how it comes in."""

    code: str
    name: str
    producer: str
    unit: str
    price_vnd: int
    vat: VatClass
    set: int
    weight: int
    every: int
    life: int | None
    stars: Literal[3, 4, 5] | None = None
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
        VatClass.FIVE, 3, 12, 9, 180, 4, (_PROVINCE, "2025-03-20"), number=1, stored=True,
    ),
    Item(
        "GAO-CL10", "Gạo tẻ thơm Chi Lăng 10 kg", "HTX-CL", "túi", 260_000,
        VatClass.FIVE, 3, 7, 10, 180, 4, (_PROVINCE, "2025-03-20"), number=2, stored=True,
    ),
    Item(
        "MY-GAO", "Mỳ gạo Đại Xuân 500 g", "HTX-DX", "gói", 28_000,
        VatClass.EIGHT, 6, 14, 7, 120, 4, (_PROVINCE, "2025-09-10"), number=3,
    ),
    Item(
        "BANH-DA", "Bánh đa Đại Xuân", "HTX-DX", "gói", 25_000,
        VatClass.EIGHT, 6, 10, 7, 45, 3, (_TOWN, "2024-11-05"), number=4,
    ),
    Item(
        "KHOAI-TAY", "Khoai tây Quế Võ", "HTX-VH", "kg", 22_000,
        VatClass.NOT_DECLARED, 1, 13, 5, 30, 3, (_TOWN, "2024-11-05"), plu="00123",
    ),
    Item(
        "DUA-MUOI-VH", "Dưa gang muối Việt Hùng", "HTX-VH", "lọ", 30_000,
        VatClass.EIGHT, 7, 10, 8, 40, 3, (_PROVINCE, "2025-09-10"), number=5,
    ),
    Item(
        "DUA-MUOI-QT", "Dưa gang muối Quế Tân", "HTX-QT", "lọ", 32_000,
        VatClass.EIGHT, 7, 7, 9, 40, 3, (_PROVINCE, "2025-09-10"), number=6,
    ),
    Item(
        "DUA-LEO", "Dưa leo Bồng Lai", "THT-BL", "kg", 16_000,
        VatClass.NOT_DECLARED, 1, 11, 2, 5, plu="00124",
    ),
    Item(
        "DUA-LE", "Dưa lê siêu ngọt Nhân Hòa", "HO-NH", "kg", 38_000,
        VatClass.NOT_DECLARED, 1, 10, 3, 7, 3, (_TOWN, "2023-09-15"), plu="00125",
    ),
    Item(
        "CHUOI-HQ", "Chuối Hán Quảng", "THT-HQ", "kg", 18_000,
        VatClass.NOT_DECLARED, 1, 10, 3, 6, plu="00126",
    ),
    Item(
        "GOM-BINH", "Bình gốm men da lươn", "GOM-PL", "cái", 450_000,
        VatClass.EIGHT, 21, 2, 20, None, 4, (_PROVINCE, "2025-03-20"), number=7,
    ),
    Item(
        "GOM-AM", "Ấm trà gốm Phù Lãng", "GOM-PL", "cái", 320_000,
        VatClass.EIGHT, 21, 2, 20, None, 4, (_PROVINCE, "2025-03-20"), number=8,
    ),
    Item(
        "GOM-CHEN", "Bộ chén gốm Phù Lãng", "GOM-PL", "bộ", 150_000,
        VatClass.EIGHT, 21, 3, 20, None, number=9,
    ),
)  # fmt: skip
"""The article's goods. One certificate of three years has run out, so its stars must not show."""

LOSS_SHARED = LossBearers(damage=SHARED, expiry=PRODUCER, theft=OUTLET_BEARS, count=OUTLET_BEARS, sampling=PRODUCER)
LOSS_PRODUCER = LossBearers(damage=PRODUCER, expiry=PRODUCER, sampling=PRODUCER, recall=PRODUCER)
NO_LOSS = LossBearers()


def commission(
    rate_bp: int,
    bearer: Bearer,
    loss: LossBearers = NO_LOSS,
    *,
    allowance_bp: int = 0,
    without_vat: bool = False,
    set: int | None = None,
) -> TermRequest:
    return TermRequest(
        basis=Basis.COMMISSION,
        rate_bp=rate_bp,
        discount_bearer=bearer,
        set=set,
        loss=loss,
        loss_allowance_bp=allowance_bp,
        commission_base=CommissionBase.WITHOUT_VAT if without_vat else CommissionBase.WITH_VAT,
    )


def _fixed(product: str, owed_vnd: int, bearer: Bearer) -> TermRequest:
    return TermRequest(product=product, basis=Basis.FIXED_PRICE, owed_per_unit_vnd=owed_vnd, discount_bearer=bearer)


@dataclass(frozen=True)
class Agreed:
    """What is agreed with a producer from before the story on."""

    producer: str
    terms: tuple[TermRequest, ...]
    holding_days: int = 0
    minimum_payout_vnd: int = 0
    on_expiry: OnExpiryRequest | None = None
    allowances: AllowancesRequest | None = None
    signed_number: str | None = None
    lasts: int | None = None
    grace_days: int = 0
    charges: tuple[ChargeRequest, ...] = ()

    def request(self, starts_on: date, today: date, **more: object) -> AgreementRequest:
        """The agreement as it is put; it `lasts` so many days from today. `more` says what a later version says."""
        ends_on = today + timedelta(days=self.lasts) if self.lasts is not None else None
        return AgreementRequest.model_validate(
            {
                "producer": self.producer,
                "starts_on": starts_on.isoformat(),
                "terms": list(self.terms),
                "holding_days": self.holding_days,
                "minimum_payout_vnd": self.minimum_payout_vnd,
                "on_expiry": self.on_expiry,
                "allowances": self.allowances or AllowancesRequest(),
                "signed_number": self.signed_number,
                "ends_on": ends_on.isoformat() if ends_on else None,
                "grace_days": self.grace_days,
                "charges": list(self.charges),
            }
            | more
        )


AGREEMENTS = {
    "HD-01": Agreed(
        "HTX-DX",
        (commission(1500, OUTLET_BEARS, LOSS_SHARED),),
        minimum_payout_vnd=200_000,
        signed_number="01/2026/HĐKG",
        on_expiry=OnExpiryRequest(days=15, answer_days=3, choice=ExpiryChoice.MARK_DOWN, rate_bp=2000),
    ),
    "HD-02": Agreed("HTX-CL", (commission(1250, SHARED, LOSS_SHARED, without_vat=True),)),
    "HD-03": Agreed(
        "HTX-VH",
        (commission(1500, OUTLET_BEARS, LOSS_SHARED, allowance_bp=200), commission(1800, SHARED, LOSS_SHARED, set=7)),
        holding_days=3,
        signed_number="03/2026/HĐKG",
        on_expiry=OnExpiryRequest(days=30, answer_days=5, choice=ExpiryChoice.MARK_DOWN, rate_bp=1500),
        allowances=AllowancesRequest(sampling=AllowanceRequest(per=AllowancePeriod.MONTH, value_vnd=200_000)),
    ),
    "HD-04": Agreed(
        "HTX-QT",
        (commission(1800, PRODUCER, LOSS_PRODUCER),),
        on_expiry=OnExpiryRequest(days=10, answer_days=3, choice=ExpiryChoice.GIVE_BACK),
    ),
    "HD-05": Agreed("THT-BL", (commission(2000, SHARED, LOSS_PRODUCER, allowance_bp=300),)),
    "HD-06": Agreed("THT-HQ", (commission(2000, OUTLET_BEARS, LOSS_PRODUCER, allowance_bp=300),)),
    "HD-07": Agreed(
        "HO-NH",
        (commission(1800, SHARED, LOSS_SHARED, allowance_bp=200),),
        signed_number="07/2026/HĐKG",
        lasts=45,
        grace_days=15,
    ),
    "HD-08": Agreed(
        "GOM-PL",
        (
            commission(2500, OUTLET_BEARS),
            _fixed("GOM-BINH", 350_000, OUTLET_BEARS),
            _fixed("GOM-AM", 250_000, SHARED),
        ),
        holding_days=7,
        charges=(ChargeRequest(name="Phí gian hàng", per=ChargePer.CYCLE, amount_vnd=50_000),),
    ),
}


def product(item: Item, price_vnd: int) -> ProductRequest:
    """A product as it is put; its commune is its producer's."""
    stem = f"893850000{item.number:03d}" if item.number else None
    return ProductRequest(
        **told.PRODUCTS.get(item.code, {}),  # type: ignore[arg-type]
        name=item.name,
        producer=item.producer,
        unit=item.unit,
        places=item.places,
        price_vnd=price_vnd,
        vat=item.vat,
        set=item.set,
        plu=item.plu,
        shelf_life_days=item.life,
        barcodes=[stem + check_digit(stem)] if stem else [],
        commune=PRODUCERS[item.producer].commune,
        stars=item.stars,
        certificate=_certificate(item),
    )


def _certificate(item: Item) -> CertificateRequest | None:
    """The certificate of a product with stars; it holds for three years."""
    if item.certified is None:
        return None
    issuer, issued_on = item.certified
    return CertificateRequest.model_validate(
        {
            "number": f"MH-{item.number or item.plu}/{issued_on[:4]} (minh họa)",
            "issuer": issuer,
            "issued_on": issued_on,
            "valid_until": (date.fromisoformat(issued_on) + timedelta(days=3 * 365)).isoformat(),
        }
    )


def opening_price(item: Item) -> int:
    """What a product cost when the seven weeks began; cucumbers have become dearer since."""
    return 15_000 if item.code == "DUA-LEO" else item.price_vnd
