"""Goods documents as examples: what each paper looks like before there is one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from core.i18n import present_language
from core.money import Vnd
from core.printing.issuer import example_issuer
from core.printing.sheets.sizes import SheetSize
from core.printing.slip_parts import Issuer
from core.quantity import Milli
from inventory.choices import GoodsDocumentKind, ReturnState
from inventory.papers.delivered_goods import GoodsValue
from inventory.papers.goods_paper import GoodsPaper, Names
from inventory.papers.price_sheet import PricedGood
from inventory.results import (
    CountLineResult,
    CountResult,
    DeliveryLineResult,
    DeliveryResult,
    GoodsDocumentResult,
    LossLineResult,
    LossResult,
    LotLineResult,
    ReturnResult,
    TransferResult,
)
from suppliers.choices import LossCause

DAY, AT = date(2026, 12, 3), datetime(2026, 12, 3, 1, 35, tzinfo=UTC)
NAMES = Names(
    {"SHOP": "Quầy bán", "STORE": "Kho phía sau"},
    {"VH": "HTX Dưa muối Việt Hùng (minh họa)"},
    {"kho": "Ngô Văn Khôi", "quanly": "Nguyễn Thị Lan", "thu": "Trần Thu Hà"},
)
JAR, CROCK, POTATO = "Dưa gang muối Việt Hùng, lọ 500 g", "Dưa gang muối Việt Hùng, hũ 1 kg", "Khoai tây Quế Võ"


def example(kind: GoodsDocumentKind, size: SheetSize = SheetSize.A5, language: str | None = None) -> GoodsPaper:
    """The paper of an example of this kind, in the present language if not in another."""
    value = GoodsValue(
        {"DG500": Vnd(30_000), "DG1000": Vnd(55_000), "KT": Vnd(22_000)}, Vnd(3_529_200), Vnd(2_926_020), ("03/2026/HĐKG",)
    )
    is_delivery = kind is GoodsDocumentKind.DELIVERY
    return GoodsPaper(
        kind,
        _DOCUMENTS[kind],
        issuer(language),
        NAMES,
        size,
        value if is_delivery else None,
        "https://ocop.example.vn/portal/stock" if is_delivery else None,
    )


def issuer(language: str | None = None) -> Issuer:
    """The outlet, whose papers speak the present language if no other."""
    address = "Phường Quế Võ, tỉnh Bắc Ninh"
    return example_issuer(Issuer("Điểm bán OCOP Quế Võ", address, "0222 000 0000", "2300000000", language or present_language()))


def goods_on_sale() -> list[PricedGood]:
    """A few goods for the price sheet."""
    return [
        PricedGood("DG500", JAR, "HTX Dưa muối Việt Hùng", "lọ", Vnd(30_000), "https://ocop.example.vn/01/08938500000034"),
        PricedGood("DG1000", CROCK, "HTX Dưa muối Việt Hùng", "hũ", Vnd(55_000), "https://ocop.example.vn/p/DG1000"),
        PricedGood("KT", POTATO, "HTX Khoai tây Quế Võ", "kg", Vnd(22_000), "https://ocop.example.vn/p/KT"),
    ]


def _head(number: str, place: str = "STORE") -> dict[str, object]:
    uid = "2f1c8a54-9f0e-4d3c-8a8e-6a8b7b2f1d11"
    by = {"recorded_at": AT, "recorded_by": "kho", "reversal": None}
    return {"uid": uid, "number": number, "day": DAY, "place": place, **by}


def _line(lot: str, product: str, name: str, unit: str, quantity: int) -> LotLineResult:
    return LotLineResult(lot=lot, product=product, name=name, unit=unit, quantity=Milli(quantity))


def _delivered(line: LotLineResult, price_vnd: int, best_before: date) -> DeliveryLineResult:
    of = {"lot": line.lot, "product": line.product, "name": line.name, "unit": line.unit, "quantity": line.quantity}
    return DeliveryLineResult(**of, price_vnd=Vnd(price_vnd), made_on=None, best_before=best_before)  # type: ignore[arg-type]


def _lost(line: LotLineResult, cause: LossCause, owed_vnd: int) -> LossLineResult:
    of = {"lot": line.lot, "product": line.product, "name": line.name, "unit": line.unit, "quantity": line.quantity}
    return LossLineResult(**of, producer="VH", cause=cause, owed_vnd=Vnd(owed_vnd))  # type: ignore[arg-type]


def _counted(line: LotLineResult, booked: int, owed_vnd: int) -> CountLineResult:
    of = {"lot": line.lot, "product": line.product, "name": line.name, "unit": line.unit, "producer": "VH"}
    return CountLineResult(
        **of,
        counted=line.quantity,
        booked=Milli(booked),
        difference=Milli(line.quantity - booked),
        counted_at=AT,
        lost=Milli(max(0, booked - line.quantity)),
        owed_vnd=Vnd(owed_vnd),
        answer_by=None,
        countersign=None,
        replies=[],
    )


_JARS = _line("L261203-01X", "DG500", JAR, "lọ", 60_000)
_CROCKS = _line("L261203-02H", "DG1000", CROCK, "hũ", 12_000)
_POTATOES = _line("L261203-03U", "KT", POTATO, "kg", 48_600)
_FEW = [_line("L261203-01X", "DG500", JAR, "lọ", 4_000), _line("L261203-03U", "KT", POTATO, "kg", 6_500)]
_DOCUMENTS: dict[GoodsDocumentKind, GoodsDocumentResult] = {
    GoodsDocumentKind.DELIVERY: DeliveryResult(
        **_head("PN-2026-0231"),  # type: ignore[arg-type]
        producer="VH",
        delivered_on=DAY,
        note="Khoai tây ít hơn báo trước 1,4 kg vì rũ đất, lựa củ dập.",
        lines=[
            _delivered(_JARS, 30_000, date(2027, 1, 11)),
            _delivered(_CROCKS, 55_000, date(2027, 1, 11)),
            _delivered(_POTATOES, 22_000, date(2027, 1, 1)),
        ],
        sums=[],
        lots=[],
        announcement=None,
        differences=[],
    ),
    GoodsDocumentKind.RETURN: ReturnResult(
        **_head("TH-2026-0014"),  # type: ignore[arg-type]
        producer="VH",
        reason="Gần hết hạn sử dụng, bên giao nhận về.",
        state=ReturnState.HANDED_OVER,
        handed_over=True,
        handed_on=DAY,
        handed_to=None,
        lines=_FEW,
    ),
    GoodsDocumentKind.LOSS: LossResult(
        **_head("HH-2026-0009", "SHOP"),  # type: ignore[arg-type]
        note="Rơi từ kệ khi xếp hàng.",
        approved_by="quanly",
        owed_vnd=Vnd(73_800),
        lines=[_lost(_FEW[0], LossCause.DAMAGE, 73_800), _lost(_FEW[1], LossCause.EXPIRY, 0)],
    ),
    GoodsDocumentKind.TRANSFER: TransferResult(
        **_head("CK-2026-0027"),  # type: ignore[arg-type]
        from_="STORE",
        to="SHOP",
        lines=_FEW,
    ),
    GoodsDocumentKind.COUNT: CountResult(
        **_head("KK-2026-0006", "SHOP"),  # type: ignore[arg-type]
        approved_by="quanly",
        counted_by=["kho", "thu"],
        owed_vnd=Vnd(49_200),
        lines=[_counted(_FEW[0], 6_000, 49_200), _counted(_FEW[1], 6_500, 0), _counted(_CROCKS, 11_000, 0)],
    ),
}
