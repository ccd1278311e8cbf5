"""How people read the keys of sales."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, join, select

from core.db import fetch_all
from core.i18n import N_
from core.models import Person
from core.text import formats
from pos.baskets.models import Basket, BasketVersion
from pos.choices import PaymentMethod
from pos.models import Till
from pos.offers.models import Offer, OfferVersion
from reports.choices import SalesKey
from suppliers.choices import PRODUCT_SETS, ProducerKind, VatClass
from suppliers.models import Producer, Product

SHORT_WEEKDAYS = (N_("T2"), N_("T3"), N_("T4"), N_("T5"), N_("T6"), N_("T7"), N_("CN"))


def labels(by: SalesKey, keys: Iterable[str]) -> Callable[[str], str]:
    """How people read these keys."""
    query = _names(by)
    if query is None:
        return lambda key: label_of(by, key)
    code = query.selected_columns["code"]
    names = {r["code"]: r["name"] for r in fetch_all(query.where(code.in_(sorted(keys))))}
    return lambda key: names.get(key) or (key if key else label_of(by, key))


def _names(by: SalesKey) -> Select[Any] | None:
    """The query of the records that a key is the code of."""
    newest_offer = (OfferVersion.offer_code == Offer.code) & (OfferVersion.version == Offer.newest_version)
    newest_basket = (BasketVersion.basket_code == Basket.code) & (BasketVersion.version == Basket.newest_version)
    named: dict[SalesKey, tuple[Any, Any, Any]] = {
        SalesKey.PRODUCER: (Producer.code, Producer.name, Producer),
        SalesKey.PRODUCT: (Product.code, Product.name, Product),
        SalesKey.TILL: (Till.code, Till.name, Till),
        SalesKey.CASHIER: (Person.username, Person.name, Person),
        SalesKey.OFFER: (Offer.code, OfferVersion.name, join(Offer, OfferVersion, newest_offer)),
        SalesKey.BASKET: (Basket.code, BasketVersion.name, join(Basket, BasketVersion, newest_basket)),
    }
    if by not in named:
        return None
    code, name, source = named[by]
    return select(code.label("code"), name.label("name")).select_from(source)


def label_of(by: SalesKey, key: str) -> str:
    """How people read a key that is not the code of a record."""
    if not key:
        return str(_(_NONE.get(by, N_("không ghi"))))
    write = _LABELS.get(by)
    return write(key) if write else key


_NONE = {
    SalesKey.METHOD: N_("Không phải trả tiền"),
    SalesKey.SET: N_("Chưa xếp bộ sản phẩm"),
    SalesKey.STARS: N_("Chưa có sao còn hiệu lực"),
    SalesKey.COMMUNE: N_("Chưa ghi xã"),
    SalesKey.GROUP: N_("Ngoài ba nhóm ưu tiên"),
    SalesKey.OFFER: N_("Không theo ưu đãi nào"),
    SalesKey.BASKET: N_("Bán lẻ, không theo giỏ"),
}
_LABELS: dict[SalesKey, Callable[[str], str]] = {
    SalesKey.METHOD: lambda key: formats.capitalized(_(PaymentMethod(key).slip_label)),
    SalesKey.SET: lambda key: str(_(PRODUCT_SETS[int(key) - 1])),
    SalesKey.STARS: lambda key: str(_("%(stars)s sao", stars=key)),
    SalesKey.GROUP: lambda key: str(_("Nhóm ưu tiên %(group)s", group=key)),
    SalesKey.KIND: lambda key: str(_(ProducerKind(key).label)),
    SalesKey.VAT: lambda key: str(_(VatClass(key).label)),
    SalesKey.HOUR: lambda key: f"{key}:00",
    SalesKey.DAY: formats.day,
    SalesKey.WEEKDAY: lambda key: formats.capitalized(formats.weekday_name(int(key))),
    SalesKey.WEEK: lambda key: str(_("Tuần %(week)s/%(year)s", week=int(key[6:]), year=key[:4])),
    SalesKey.MONTH: lambda key: f"{key[5:]}/{key[:4]}",
}
