"""What a line of a written sheet names: goods, a lot of them, a pack, or a basket; and the line of a sale that it becomes.

What was paid stands on the paper: no offer is taken off it now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.i18n import N_
from core.money import times
from core.quantity import Milli, format_quantity, parse_quantity
from core.text.search_fold import fold, search_words
from core.web.figure_fields import EMPTY
from core.web.validation import Unread
from inventory.choices import ScanKind
from inventory.codes.scan import look_up
from inventory.results import ScanResult
from pos.baskets import baskets
from suppliers import products
from suppliers.results import ProductResult

BEHIND_CODE = " – "
"""Stands between code and name where goods are chosen from the list."""
_WHOLE = 1000
_MOST = 50
"""Of goods with the same words in their name no more are looked at for one that is called exactly so."""
_NO_GOODS = N_("Không có hàng nào tên hoặc mã như vậy.")
_SEVERAL = N_("Nhiều hàng có tên như vậy. Gõ rõ hơn, hoặc chọn trong danh sách.")


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as a sale takes it, and what it costs."""

    body: Mapping[str, object]
    net_vnd: int


@dataclass(frozen=True, slots=True)
class WrittenGoods:
    """Goods by product or lot. `quantity` is what their label says, where it says one."""

    named: Mapping[str, str]
    price_vnd: int
    places: int
    quantity: str | None = None

    def line(self, quantity: str, price_vnd: int | None, off_vnd: int) -> WrittenLine:
        """So much of it at the price on the paper, or at the one of that day."""
        one_vnd = self.price_vnd if price_vnd is None else price_vnd
        body = {**self.named, "quantity": quantity, "unit_price_vnd": one_vnd, "discount_vnd": off_vnd, "adjustments": []}
        return WrittenLine(body, times(one_vnd, parse_quantity(quantity)) - off_vnd)


@dataclass(frozen=True, slots=True)
class WrittenBasket:
    """A gift basket."""

    code: str
    price_vnd: int
    places: int = 0
    quantity: str | None = None

    def line(self, quantity: str, price_vnd: int | None, off_vnd: int) -> WrittenLine:
        """So many at the price on the paper, or at their own."""
        one_vnd = self.price_vnd if price_vnd is None else price_vnd
        body = {"basket": self.code, "quantity": quantity, "unit_price_vnd": one_vnd, "discount_vnd": off_vnd}
        return WrittenLine(body, times(one_vnd, parse_quantity(quantity)) - off_vnd)


@dataclass(frozen=True, slots=True)
class WrittenPack:
    """A pack of `holds` of a product, which costs `price_vnd` where it has a price of its own."""

    barcode: str
    product: str
    piece_vnd: int
    holds: Milli
    price_vnd: int | None
    places: int = 0
    quantity: str | None = None

    def line(self, quantity: str, price_vnd: int | None, off_vnd: int) -> WrittenLine:
        """So many packs. At another price than their own they are pieces, at a price that comes to it."""
        pieces = Milli(parse_quantity(quantity) // _WHOLE * self.holds)
        gross_vnd = times(self.piece_vnd, pieces)
        own_vnd = gross_vnd if self.price_vnd is None else min(gross_vnd, times(self.price_vnd, parse_quantity(quantity)))
        paid_vnd = own_vnd if price_vnd is None else times(price_vnd, parse_quantity(quantity))
        if paid_vnd == own_vnd:
            less = [{"pack": self.barcode, "amount_vnd": gross_vnd - own_vnd}] if gross_vnd > own_vnd else []
            body = {"code": self.barcode, "quantity": format_quantity(pieces), "unit_price_vnd": self.piece_vnd}
            return WrittenLine({**body, "discount_vnd": off_vnd, "adjustments": less}, own_vnd - off_vnd)
        one_vnd = -(-paid_vnd * _WHOLE // pieces)
        rest_vnd = times(one_vnd, pieces) - paid_vnd
        single = WrittenGoods({"product": self.product}, self.piece_vnd, places=0)
        return single.line(format_quantity(pieces), one_vnd, off_vnd + rest_vnd)


Written = WrittenGoods | WrittenBasket | WrittenPack


def find(typed: str, moment: datetime) -> Written | Unread:
    """What somebody typed or scanned on a line, at the price of that moment: a code, a barcode, a label, or words of a name that
    one thing alone has."""
    text = typed.strip()
    if not text:
        return Unread(EMPTY)
    code = text.split(BEHIND_CODE)[0]
    found = look_up(code)
    if found.basket:
        return _basket(found.basket)
    if found.product:
        return _goods(found, moment)
    if baskets.is_known(code):
        return _basket(code)
    words = search_words(text)
    goods = [(one.name, ScanResult(kind=ScanKind.PRODUCT, product=one.code)) for one in products.list_products(text, None, _MOST)]
    gifts = [one for one in baskets.list_baskets() if not one.retired and all(word in fold(one.name) for word in words)]
    close = goods + [(one.name, ScanResult(kind=ScanKind.BASKET, basket=one.code)) for one in gifts]
    exact = [found for name, found in close if name.casefold() == text.casefold()]
    meant = exact or [found for _name, found in close]
    if len(meant) != 1:
        return Unread(_SEVERAL if meant else _NO_GOODS)
    return _basket(meant[0].basket) if meant[0].basket else _goods(meant[0], moment)


def _basket(code: str) -> WrittenBasket:
    return WrittenBasket(code, baskets.show(code).price_vnd)


def _goods(found: ScanResult, moment: datetime) -> Written:
    assert found.product is not None
    product = products.show_product(found.product)
    price_vnd = products.prices_at([product.code], moment).get(product.code, product.price_vnd)
    if found.pack is not None:
        return _pack(product, found.pack, price_vnd)
    named = {"product": product.code} | ({"lot": found.lot} if found.lot else {})
    weighed = format_quantity(found.quantity) if found.kind is ScanKind.WEIGHED and found.quantity else None
    return WrittenGoods(named, price_vnd, product.places, weighed)


def _pack(product: ProductResult, barcode: str, piece_vnd: int) -> WrittenPack:
    (pack,) = [one for one in product.packs if one.barcode == barcode]
    return WrittenPack(barcode, product.code, piece_vnd, Milli(pack.quantity), pack.price_vnd)
