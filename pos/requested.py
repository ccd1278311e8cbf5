"""What the lines of a sale name: products, lots, packs, and baskets opened into a line for each of their goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select

from core import clock
from core.db import Prepared, Row, fetch_all, fetch_one
from core.errors import FieldError, Invalid
from core.i18n import N_
from core.money import times
from core.quantity import Milli
from core.values.gtin import gtin14
from inventory.choices import ScanWarning
from inventory.codes import scan
from inventory.goods_documents import decimal_places_errors
from inventory.models import Lot
from pos.baskets.reading import Baskets
from pos.picking import RequestedGoods
from pos.pricing import Adjustment, AdjustmentKind, CartLine, packs
from pos.pricing.baskets import Basket, open_basket
from pos.pricing.lines import OfferedGoods
from pos.pricing.packs import Pack
from pos.requests import SaleLineRequest, SaleRequest
from suppliers.models import Barcode, Product
from suppliers.products import prices_at

WHOLE = 1000
_PRODUCTS = Prepared(
    select(
        Product.code,
        Product.name,
        Product.producer_code,
        Product.product_set,
        Product.places,
        Product.price_vnd,
        Product.vat,
        Product.retired,
    ).where(Product.code.in_(bindparam("codes", expanding=True)))
)
_LOTS = Prepared(select(Lot.code, Lot.product_code, Lot.best_before).where(Lot.code.in_(bindparam("codes", expanding=True))))


@dataclass(frozen=True)
class RequestedLine:
    """A line of goods as it is priced; `n` is the line of the request it comes from, counted from 1.

    An item of a basket has that `basket`, of which the request wants `baskets`; `is_above_goods` says that the price it asks for
    one is more than its goods are worth; `is_first` of a basket's lines stands for all of it.
    """

    n: int
    goods: RequestedGoods
    cart_line: CartLine
    basket: Basket | None = None
    baskets: int = 0
    is_above_goods: bool = False
    is_first: bool = True

    @property
    def name(self) -> str:
        """What a refusal calls it: the basket, or the product."""
        return self.basket.name if self.basket else self.goods.name


@dataclass(frozen=True)
class Requested:
    """All lines of a sale, the products they name, and the list prices of the moment that it is judged by."""

    lines: list[RequestedLine]
    products: Mapping[str, Row]
    prices: Mapping[str, int]
    baskets: Baskets | None


@dataclass(frozen=True)
class _Named:
    """What one line of the request names."""

    product: str | None
    lot: str | None
    pack: Pack | None = None
    basket: str | None = None
    unknown_lot: bool = False


def read(document: SaleRequest, day: date, at: datetime | None) -> Requested:
    """Looks up what the lines name. Baskets and prices are those of the moment `at` (None: as they stand now, but the prices of
    a sale of a day that is over are those at the end of its day).

    Raises Invalid for each line that names nothing we know, has too many decimal places or is no number of whole packs.
    """
    named = [_named(line) for line in document.lines]
    baskets_named = {one.basket for one in named if one.basket}
    baskets = Baskets(baskets_named, at) if baskets_named else None
    lot_codes = sorted({one.lot for one in named if one.lot})
    lots = {row["code"]: row for row in fetch_all(_LOTS, {"codes": lot_codes})} if lot_codes else {}
    codes = {one.product for one in named if one.product} | {row["product_code"] for row in lots.values()}
    for basket in baskets.by_code.values() if baskets else ():
        codes |= {item.product for item in basket.items} | ({basket.wrapping} if basket.wrapping else set())
    products = {row["code"]: row for row in fetch_all(_PRODUCTS, {"codes": sorted(codes)})}
    prices = {code: product["price_vnd"] for code, product in products.items()}
    if at is not None or day != clock.today():
        prices |= prices_at(sorted(codes), at or clock.end_of_day(day))
    reading = _Reading(products, lots, prices, day)
    for n, (line, one) in enumerate(zip(document.lines, named, strict=True), 1):
        if one.basket is None:
            reading.read_goods(n, line, one)
        else:
            reading.open(n, line, baskets.by_code.get(one.basket) if baskets else None)
    if reading.wrong:
        raise Invalid(*reading.wrong)
    return Requested(reading.lines, products, prices, baskets)


def _named(line: SaleLineRequest) -> _Named:
    if line.basket is not None:
        return _Named(None, None, basket=line.basket)
    if line.code is None:
        return _Named(line.product, line.lot)
    scanned = scan.look_up(line.code)
    pack = _pack(scanned.pack) if scanned.pack else None
    unknown_lot = ScanWarning.UNKNOWN_LOT in scanned.warnings
    return _Named(scanned.product, scanned.lot, pack, scanned.basket, unknown_lot)


def _pack(barcode: str) -> Pack:
    row = fetch_one(select(Barcode.printed, Barcode.pack_quantity, Barcode.pack_price_vnd).where(Barcode.gtin == gtin14(barcode)))
    assert row is not None, "the pack was scanned a moment ago"
    return Pack(row["printed"], Milli(row["pack_quantity"]), row["pack_price_vnd"])


@dataclass
class _Reading:
    """The lines read so far, and what is wrong with them."""

    products: Mapping[str, Row]
    lots: Mapping[str, Row]
    prices: Mapping[str, int]
    day: date
    lines: list[RequestedLine] = field(default_factory=list)
    wrong: list[FieldError] = field(default_factory=list)

    def read_goods(self, n: int, line: SaleLineRequest, named: _Named) -> None:
        """A line that names a product or a lot."""
        at, quantity = f"lines.{n - 1}", line.quantity.milli
        lot = self.lots.get(named.lot) if named.lot else None
        if named.lot and lot is None:
            self.wrong.append((f"{at}.lot", N_("Không có lô này.")))
            return
        product = self.products.get(named.product or (lot["product_code"] if lot else ""))
        if product is None:
            self.wrong.append((f"{at}.{'code' if line.code is not None else 'product'}", N_("Không có sản phẩm này.")))
            return
        if lot and lot["product_code"] != product["code"]:
            self.wrong.append((f"{at}.lot", N_("Lô này không phải của sản phẩm này.")))
            return
        self.wrong += decimal_places_errors(f"{at}.quantity", line.quantity, product["places"])
        taken: tuple[Adjustment, ...] = ()
        if named.pack:
            if not packs.is_whole(named.pack, quantity):
                self.wrong.append((f"{at}.quantity", N_("Mã này là của cả thùng, lốc: số lượng phải tròn thùng, lốc.")))
                return
            taken = packs.takes(named.pack, quantity, times(line.unit_price_vnd, quantity))
        days_left = (lot["best_before"] - self.day).days if lot and lot["best_before"] else None
        offered = OfferedGoods(
            product["code"], product["product_set"], product["producer_code"], product["places"], named.lot, days_left
        )
        goods = RequestedGoods(product["code"], product["producer_code"], product["name"], named.lot, quantity, named.unknown_lot)
        self.lines.append(RequestedLine(n, goods, CartLine(quantity, line.unit_price_vnd, line.discount_vnd, taken, offered)))

    def open(self, n: int, line: SaleLineRequest, basket: Basket | None) -> None:
        """A line that names a basket."""
        if basket is None:
            self.wrong.append((f"lines.{n - 1}.basket", N_("Không có giỏ quà này.")))
            return
        if line.quantity.milli % WHOLE:
            self.wrong.append((f"lines.{n - 1}.quantity", N_("Giỏ quà bán cả giỏ: số lượng phải là số nguyên.")))
            return
        number = line.quantity.milli // WHOLE
        opened = open_basket(basket, number, line.unit_price_vnd, self.prices)
        for i, item in enumerate(opened.items):
            product = self.products[item.product]
            less = Adjustment(AdjustmentKind.BASKET, item.discount_vnd, basket.code, basket.bearer)
            by_hand = 0 if i else line.discount_vnd
            self.lines.append(
                RequestedLine(
                    n,
                    RequestedGoods(product["code"], product["producer_code"], product["name"], None, item.quantity),
                    CartLine(item.quantity, item.unit_price_vnd, by_hand, (less,) if less.amount_vnd else (), basket_line=n),
                    basket,
                    number,
                    opened.is_above_goods,
                    is_first=i == 0,
                )
            )
