"""Labels as examples: what each looks like before there are goods for it. In the present language."""

from __future__ import annotations

from datetime import date

from core.i18n import present_language
from core.quantity import Milli
from inventory.labels.basket_label import BasketLabel
from inventory.labels.lot_label import LotLabel
from inventory.labels.shelf_label import ShelfLabel
from inventory.labels.weight_label import WeightLabel

OUTLET, PHONE = "Điểm bán OCOP Quế Võ", "0222 386 3012"
NOODLES, PRODUCER, COMMUNE = "Mỳ gạo Đại Xuân 500 g", "HTX Đại Xuân", "Nhân Hòa"


def lot_label() -> LotLabel:
    """Of noodles with four stars."""
    return LotLabel(
        product_name=NOODLES,
        producer_name=PRODUCER,
        commune=COMMUNE,
        lot="MY-2611-02",
        made_on=date(2026, 11, 20),
        best_before=date(2027, 11, 20),
        price_vnd=28_000,
        unit="gói",
        stars=4,
        link="https://ocop.example.vn/01/08938500000010/10/MY-2611-02?17=271120",
        outlet_name=OUTLET,
        outlet_phone=PHONE,
        language=present_language(),
    )


def shelf_label() -> ShelfLabel:
    """Of the same noodles."""
    return ShelfLabel(
        product="MY-DX-500",
        product_name=NOODLES,
        producer_name=PRODUCER,
        commune=COMMUNE,
        price_vnd=28_000,
        unit="gói",
        stars=4,
        link="https://ocop.example.vn/01/08938500000010",
        language=present_language(),
    )


def weight_label() -> WeightLabel:
    """Of 1.25 kg of potatoes."""
    return WeightLabel(
        product_name="Khoai tây Quế Võ",
        producer_name="HTX Việt Hùng",
        commune="phường Quế Võ",
        lot="KT-2611-15",
        best_before=date(2026, 12, 20),
        packed_on=date(2026, 11, 29),
        weight=Milli(1250),
        price_vnd=22_000,
        stars=3,
        code="2000123012506",
        outlet_name=OUTLET,
        outlet_phone=PHONE,
        language=present_language(),
    )


def basket_label() -> BasketLabel:
    """Of a basket of four things."""
    return BasketLabel(
        basket="GIO-TET-01",
        name="Giỏ quà Tết Quế Võ",
        items=("2 Mỳ gạo Đại Xuân 500 g", "1 Gạo tẻ thơm 5 kg", "3 Bánh đa Đại Xuân", "1 Tương Việt Hùng"),
        best_before=date(2027, 1, 20),
        price_vnd=450_000,
        outlet_name=OUTLET,
        outlet_phone=PHONE,
        language=present_language(),
    )
