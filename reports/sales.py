"""The sales report: who sold what, when and how, equal to the books to the đồng. Read-only.

Sales count on their business day, refunds on their own. The lines of a span are read once, through the index
`ix_sale_line_report`, which holds every column they need; grouping by day first keeps that reading in index order, and
since a sale has one day, the numbers of different sales add up over days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypedDict, TypeVar

from flask_babel import gettext as _
from sqlalchemy import Select, distinct, func, select

from core.db import fetch_all
from core.errors import Invalid
from core.i18n import N_
from core.models import Person
from core.money import Vnd, spread
from core.quantity import Milli
from core.text import formats
from pos.choices import PaymentMethod
from pos.counter.models import IN_FORCE, Exchange
from pos.models import Payment, Refund, RefundLine, Sale, SaleLine, Till
from reports import own_goods
from reports.choices import SalesKey
from reports.columns import Column, Kind
from reports.own_goods import OwnGoods
from reports.results import SalesReport, SalesRow, SalesSpan, SalesTotals
from suppliers.certificates.stars import stars_on
from suppliers.choices import PRODUCT_SETS
from suppliers.models import Producer, Product

COLUMNS = (
    Column("key", N_("Mã")),
    Column("label", N_("Tên"), wide=True),
    Column("sales", N_("Số đơn"), Kind.COUNT),
    Column("quantity", N_("Số lượng"), Kind.QUANTITY),
    Column("gross_vnd", N_("Tiền hàng"), Kind.MONEY),
    Column("discount_vnd", N_("Giảm giá"), Kind.MONEY),
    Column("net_vnd", N_("Tiền bán"), Kind.MONEY),
    Column("vat_vnd", N_("Thuế GTGT"), Kind.MONEY),
    Column("owed_vnd", N_("Phải trả nhà sản xuất"), Kind.MONEY),
    Column("kept_vnd", N_("Điểm bán giữ"), Kind.MONEY),
    Column("refunds_vnd", N_("Khách trả hàng"), Kind.MONEY),
)


class _Figures(TypedDict):
    sales: int
    quantity: Milli
    gross_vnd: Vnd
    discount_vnd: Vnd
    net_vnd: Vnd
    vat_vnd: Vnd
    owed_vnd: Vnd
    kept_vnd: Vnd
    refunds_vnd: Vnd


@dataclass
class Sums:
    """One row of the report before it is written out. Amounts are of sold lines; `back_*` of refunded ones."""

    sales: int = 0
    quantity: int = 0
    gross_vnd: int = 0
    discount_vnd: int = 0
    vat_vnd: int = 0
    owed_vnd: int = 0
    back_net_vnd: int = 0
    back_vat_vnd: int = 0
    back_owed_vnd: int = 0

    def add_sold(self, r: Any, sales: int) -> None:
        """Adds sold amounts (a row with the columns of `_SOLD`)."""
        self.sales += sales
        self.quantity += int(r["quantity"])
        self.gross_vnd += int(r["gross_vnd"])
        self.discount_vnd += int(r["discount_vnd"])
        self.vat_vnd += int(r["vat_vnd"])
        self.owed_vnd += int(r["owed_vnd"])

    def add_refunded(self, r: Any) -> None:
        """Adds refunded amounts (a row with the columns of `_BACK`)."""
        self.back_net_vnd += int(r["net_vnd"])
        self.back_vat_vnd += int(r["vat_vnd"])
        self.back_owed_vnd += int(r["owed_vnd"])

    def totals(self) -> SalesTotals:
        """The columns of the totals."""
        return SalesTotals(**self._figures())

    def row(self, key: str, label: str) -> SalesRow:
        """The columns of a row."""
        return SalesRow(key=key, label=label, **self._figures())

    def _figures(self) -> _Figures:
        net_vnd = self.gross_vnd - self.discount_vnd - self.back_net_vnd
        owed_vnd = self.owed_vnd - self.back_owed_vnd
        return {
            "sales": self.sales,
            "quantity": Milli(self.quantity),
            "gross_vnd": Vnd(self.gross_vnd),
            "discount_vnd": Vnd(self.discount_vnd),
            "net_vnd": Vnd(net_vnd),
            "vat_vnd": Vnd(self.vat_vnd - self.back_vat_vnd),
            "owed_vnd": Vnd(owed_vnd),
            "kept_vnd": Vnd(net_vnd - owed_vnd),
            "refunds_vnd": Vnd(self.back_net_vnd),
        }


Table = dict[str, Sums]
Begin = Callable[..., Select[Any]]
_L, _R = SaleLine, RefundLine
_SOLD_COLUMNS = ("quantity", "gross_vnd", "discount_vnd", "vat_vnd", "owed_vnd")
_BACK_COLUMNS = ("net_vnd", "vat_vnd", "owed_vnd")
_SOLD = tuple(func.sum(getattr(_L, name)).label(name) for name in _SOLD_COLUMNS)
_BACK = tuple(func.sum(getattr(_R, name)).label(name) for name in _BACK_COLUMNS)
_SALES = func.count(distinct(_L.sale_uid)).label("sales")


def sales(by: SalesKey, first: date, last: date, *, producer: str | None = None, compare: bool = False) -> SalesReport:
    """The sales of a span of days, of one producer or of all.

    With `compare`, `previous` holds the same of the equally long span just before. Raises Invalid.
    """
    if first > last:
        raise Invalid(("from", N_("Ngày đầu sau ngày cuối.")))
    previous: SalesSpan | None = None
    if compare:
        length = last - first + timedelta(days=1)
        if first.toordinal() <= length.days:
            raise Invalid(("from", N_("Không có kỳ trước.")))
        items, totals = _rows(by, first - length, last - length, producer)
        previous = SalesSpan(by=by, from_=first - length, to=last - length, items=items, totals=totals)
    items, totals = _rows(by, first, last, producer)
    return SalesReport(by=by, from_=first, to=last, items=items, totals=totals, previous=previous)


def _rows(by: SalesKey, first: date, last: date, producer: str | None) -> tuple[list[SalesRow], SalesTotals]:
    span = _Span(first, last, producer)
    table = span.by_method() if by is SalesKey.METHOD else span.grouped(by)
    totals = Sums(sales=span.different_sales())
    for sums in table.values():
        for name in vars(sums):
            if name != "sales":
                setattr(totals, name, getattr(totals, name) + getattr(sums, name))
    labels = _labels(by, table)
    own = span.own_goods(by)
    items = [_with_cost(sums.row(key, labels(key)), own.get(key)) for key, sums in table.items()]
    items.sort(key=lambda item: (0, item.key) if by.is_time else (-item.net_vnd, item.key))
    return items, _with_cost(totals.totals(), own_goods.total(own.values()))


Summed = TypeVar("Summed", bound=SalesTotals)


def _with_cost(sums: Summed, own: OwnGoods | None) -> Summed:
    return replace(sums, cost_vnd=Vnd(own.cost_vnd), margin_vnd=Vnd(own.margin_vnd)) if own else sums


@dataclass(frozen=True)
class _Span:
    first: date
    last: date
    producer: str | None

    def _lines(self, *columns: Any) -> Select[Any]:
        return self._of(select(*columns).select_from(_L), _L)

    def _refunded(self, *columns: Any) -> Select[Any]:
        return self._of(select(*columns).select_from(_R), _R)

    def _of(self, query: Select[Any], table: Any) -> Select[Any]:
        query = query.where(table.business_day >= self.first, table.business_day <= self.last)
        return query.where(table.producer_code == self.producer) if self.producer is not None else query

    def different_sales(self) -> int:
        """How many different sales there were."""
        if self.producer is None:
            query: Select[Any] = select(func.count().label("sales")).select_from(Sale)
            query = query.where(Sale.business_day >= self.first, Sale.business_day <= self.last)
            return int(fetch_all(query)[0]["sales"])
        return sum(int(r["sales"]) for r in fetch_all(self._lines(_SALES).group_by(_L.business_day)))

    def grouped(self, by: SalesKey) -> Table:
        """Sums by key, for everything a line or its sale has one of."""
        table: Table = defaultdict(Sums)
        sold_key, sold_groups, sold = self._key(by, _L, Sale, self._lines)
        for r in fetch_all(sold(sold_key.label("key"), _SALES, *_SOLD).group_by(*sold_groups)):
            table[_key_text(by, r["key"])].add_sold(r, int(r["sales"]))
        back_key, back_groups, back = self._key(by, _R, Refund, self._refunded)
        for r in fetch_all(back(back_key.label("key"), *_BACK).group_by(*back_groups)):
            table[_key_text(by, r["key"])].add_refunded(r)
        return table

    def own_goods(self, by: SalesKey) -> dict[str, OwnGoods]:
        """The cost of the outlet's own goods by key; not by way of payment, which is not a line's."""
        if by is SalesKey.METHOD:
            return {}
        sold_key, _groups, sold = self._key(by, _L, Sale, self._lines)
        back_key, _groups, back = self._key(by, _R, Refund, self._refunded)
        costs = own_goods.by_key(
            own_goods.of_own_goods(sold(sold_key.label("key"), *own_goods.SOLD_COLUMNS), _L),
            own_goods.of_own_goods(back(back_key.label("key"), *own_goods.BACK_COLUMNS), _R),
        )
        by_text: dict[str, OwnGoods] = {}
        for key, cost in costs.items():
            text = _key_text(by, key)
            by_text[text] = own_goods.total([by_text.get(text, OwnGoods()), cost]) or cost
        return by_text

    def _key(self, by: SalesKey, line: Any, head: Any, start: Begin) -> tuple[Any, tuple[Any, ...], Begin]:
        """What to group lines by, in which order, and the query to begin with."""
        if by == "producer":
            return line.producer_code, (line.business_day, line.producer_code), start
        if by == "product":
            return line.product_code, (line.business_day, line.producer_code, line.product_code), start
        if by in {"day", "week", "month"}:
            return line.business_day, (line.business_day,), start
        if by in {"hour", "cashier", "till"}:
            column = {"hour": head.business_hour, "cashier": head.cashier, "till": head.till_code}[by]
            own = line.sale_uid if line is _L else line.refund_uid
            return column, (column,), lambda *columns: start(*columns).join(head, head.uid == own)
        key = goods_key(by, line)
        return (
            key,
            (key,),
            lambda *columns: (
                start(*columns)
                .join(Product, Product.code == line.product_code)
                .join(Producer, Producer.code == line.producer_code)
            ),
        )

    def by_method(self) -> Table:
        """Sums by way of payment. A sale paid in several ways is spread over them by amount, largest remainder."""
        ways = (
            select(Payment.sale_uid, func.count(distinct(Payment.method)).label("ways"), func.min(Payment.method).label("method"))
            .join(Sale, Sale.uid == Payment.sale_uid)
            .where(Sale.business_day >= self.first, Sale.business_day <= self.last, IN_FORCE)
            .group_by(Payment.sale_uid)
            .subquery()
        )
        table: Table = defaultdict(Sums)
        # Sales with one way of payment, or none because nothing was to pay, are summed by the database.
        plain = self._lines(ways.c.method.label("key"), _SALES, *_SOLD).outerjoin(ways, ways.c.sale_uid == _L.sale_uid)
        for r in fetch_all(plain.where((ways.c.ways == 1) | ways.c.ways.is_(None)).group_by(ways.c.method)):
            table[r["key"] or ""].add_sold(r, int(r["sales"]))
        mixed = self._lines(_L.sale_uid, *_SOLD).join(ways, ways.c.sale_uid == _L.sale_uid).where(ways.c.ways > 1)
        several = {r["sale_uid"]: r for r in fetch_all(mixed.group_by(_L.sale_uid))}
        for sale, paid in _payments_of(list(several)).items():
            _spread_over(table, several[sale], paid, is_whole=self.producer is None)
        back = self._refunded(Refund.method.label("key"), *_BACK).join(Refund, Refund.uid == _R.refund_uid)
        back = back.outerjoin(Exchange, Exchange.refund_uid == Refund.uid)
        for r in fetch_all(back.where(Exchange.uid.is_(None)).group_by(Refund.method)):
            table[r["key"]].add_refunded(r)
        exchanged = self._refunded(Refund.uid, Refund.method, Refund.total_vnd, Exchange.amount_vnd, *_BACK)
        exchanged = exchanged.join(Refund, Refund.uid == _R.refund_uid).join(Exchange, Exchange.refund_uid == Refund.uid)
        for r in fetch_all(exchanged.group_by(Refund.uid, Refund.method, Refund.total_vnd, Exchange.amount_vnd)):
            _spread_back(table, r, is_whole=self.producer is None)
        return table


def _payments_of(sales_: list[str]) -> dict[str, dict[str, int]]:
    """What each sale was paid with, by way, in the order of the payments."""
    paid: dict[str, dict[str, int]] = {}
    for start in range(0, len(sales_), 500):
        some = sales_[start : start + 500]
        query = select(Payment.sale_uid, Payment.method, Payment.amount_vnd).where(Payment.sale_uid.in_(some), IN_FORCE)
        for r in fetch_all(query.order_by(Payment.sale_uid, Payment.n)):
            ways = paid.setdefault(r["sale_uid"], {})
            ways[r["method"]] = ways.get(r["method"], 0) + int(r["amount_vnd"])
    return paid


def _spread_net(net_vnd: int, ways: dict[str, int], *, is_whole: bool) -> list[int]:
    """A net, by way. What goods pay for goods is the same on both sides, so cash rounding is left to the other ways.

    `is_whole` unless the net is of one producer's lines alone.
    """
    goods_vnd = ways.get(PaymentMethod.EXCHANGE)
    if goods_vnd is None or len(ways) == 1 or not is_whole:
        return spread(net_vnd, list(ways.values()))
    money = [amount for way, amount in ways.items() if way != PaymentMethod.EXCHANGE]
    rest_vnd = net_vnd - goods_vnd
    parts = iter(spread(rest_vnd, money) if rest_vnd >= 0 and any(money) else [rest_vnd, *[0] * (len(money) - 1)])
    return [goods_vnd if way == PaymentMethod.EXCHANGE else next(parts) for way in ways]


def _spread_back(table: Table, refunded: Any, *, is_whole: bool) -> None:
    """Spreads one refund's sums of an exchange over what goods paid and what left by its method."""
    goods_vnd = int(refunded["amount_vnd"])
    if not goods_vnd:
        table[refunded["method"]].add_refunded(refunded)
        return
    left_vnd = refunded["total_vnd"] - goods_vnd
    rounding_vnd = int(refunded["net_vnd"]) - refunded["total_vnd"] if is_whole else 0
    ways = {PaymentMethod.EXCHANGE.value: goods_vnd} | ({refunded["method"]: left_vnd} if left_vnd or rounding_vnd else {})
    nets = _spread_net(int(refunded["net_vnd"]), ways, is_whole=is_whole)
    vat, owed = (spread(int(refunded[name]), list(ways.values())) for name in ("vat_vnd", "owed_vnd"))
    for i, way in enumerate(ways):
        table[way].add_refunded({"net_vnd": nets[i], "vat_vnd": vat[i], "owed_vnd": owed[i]})


def _spread_over(table: Table, sold: Any, paid: dict[str, int], *, is_whole: bool) -> None:
    """Spreads one sale's sums. Net and discount are spread, and gross is their sum, so that net follows the money."""
    ways = {method: amount for method, amount in paid.items() if amount} or {next(iter(paid)): 1}
    weights = list(ways.values())
    whole = {name: int(sold[name]) for name in _SOLD_COLUMNS}
    parts = {name: spread(whole[name], weights) for name in ("quantity", "discount_vnd", "vat_vnd", "owed_vnd")}
    nets = _spread_net(whole["gross_vnd"] - whole["discount_vnd"], ways, is_whole=is_whole)
    for i, method in enumerate(ways):
        part = {name: values[i] for name, values in parts.items()}
        table[method].add_sold({**part, "gross_vnd": nets[i] + part["discount_vnd"]}, 1)


def goods_key(by: SalesKey, line: Any) -> Any:
    """The expression of a key that product and producer have; stars only while the certificate was valid on the day."""
    if by == "set":
        return Product.product_set
    if by == "commune":
        return func.coalesce(Product.commune, Producer.commune)
    return stars_on(line.business_day)


def _key_text(by: SalesKey, value: Any) -> str:
    if value is None:
        return ""
    if by == "hour":
        return f"{value:02d}"
    if by == "week":
        year, week, _day = value.isocalendar()
        return f"{year}-W{week:02d}"
    if by == "month":
        return f"{value:%Y-%m}"
    return value.isoformat() if by == "day" else str(value)


def _labels(by: SalesKey, keys: Iterable[str]) -> Callable[[str], str]:
    """How people read the keys."""
    named = {"producer": (Producer.code, Producer.name), "product": (Product.code, Product.name), "till": (Till.code, Till.name),
             "cashier": (Person.username, Person.name)}  # fmt: skip
    if by in named:
        code, name = named[by]
        names = {
            r["code"]: r["name"] for r in fetch_all(select(code.label("code"), name.label("name")).where(code.in_(sorted(keys))))
        }
        return lambda key: names.get(key, key)
    return lambda key: label_of(by, key)


def label_of(by: SalesKey, key: str) -> str:
    """How people read a key that is not a code."""
    if by == "method":
        return formats.capitalized(_(PaymentMethod(key).slip_label)) if key else str(_("Không phải trả tiền"))
    if by == "set":
        return str(_(PRODUCT_SETS[int(key) - 1]) if key else _("Chưa xếp bộ sản phẩm"))
    if by == "stars":
        return str(_("%(stars)s sao", stars=key) if key else _("Chưa có sao còn hiệu lực"))
    if by == "hour":
        return f"{key}:00"
    if by == "day":
        return formats.day(key)
    if by == "week":
        return str(_("Tuần %(week)s/%(year)s", week=int(key[6:]), year=key[:4]))
    if by == "month":
        return f"{key[5:]}/{key[:4]}"
    return key or str(_("Chưa ghi xã"))
