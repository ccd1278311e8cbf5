"""What a producer is told when a lot of its goods is sold out."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from core.db import Row, fetch_one
from core.events import subscribe
from core.i18n import gettext as _
from core.quantity import Milli
from core.text.formats import qty
from inventory.events import LotTakenOut
from inventory.models import Lot, StockLevel
from suppliers.agreements.visibility import may_see
from suppliers.choices import ProducerMessageKind, Visibility
from suppliers.messages.reading import told_about
from suppliers.messages.sending import send
from suppliers.models import Product


@subscribe(LotTakenOut)
def tell_of_sold_out(event: LotTakenOut) -> None:
    """Tells a producer that nothing of a lot is left at any place, one time, and how much of the product there still is."""
    if _on_hand(StockLevel.lot == event.lot):
        return
    about = f"lot/{event.lot}"
    lot = _lot(event.lot)
    if told_about([about], ProducerMessageKind.SOLD_OUT) or not may_see(lot["producer_code"], Visibility.BASIC):
        return
    left = _on_hand(StockLevel.product_code == lot["product_code"])

    def text() -> str:
        if not left:
            return _("%(product)s đã bán hết, trên kệ không còn. Mời HTX mang thêm.", product=lot["name"])
        goods = f"{qty(left)} {lot['unit']}"
        return _("Lô %(lot)s %(product)s đã bán hết. Còn %(goods)s của lô khác.", lot=event.lot, product=lot["name"], goods=goods)

    send(lot["producer_code"], ProducerMessageKind.SOLD_OUT, text, about=about, path="/portal/stock")


def _on_hand(where: ColumnElement[bool]) -> Milli:
    counted = fetch_one(select(func.coalesce(func.sum(StockLevel.on_hand), 0).label("on_hand")).where(where))
    assert counted is not None
    return Milli(int(counted["on_hand"]))


def _lot(code: str) -> Row:
    columns = Lot.producer_code, Lot.product_code, Product.name, Product.unit
    lot = fetch_one(select(*columns).join(Product, Product.code == Lot.product_code).where(Lot.code == code))
    assert lot is not None  # it was just sold
    return lot
