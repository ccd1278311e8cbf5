"""What the editor reckons while somebody writes: an example sale beside the version in force, and each term in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core import clock
from core.errors import Invalid
from core.money import BP_PER_UNIT, Bp, Vnd
from core.quantity import Milli
from core.text import typed_figures
from core.text.formats import capitalized, qty
from core.values import tax
from core.web import validation
from core.web.form_parsing import Typed
from suppliers import products
from suppliers.agreements import clauses, example
from suppliers.agreements.changes import goods_of
from suppliers.agreements.example import Example, ExampleGoods
from suppliers.agreements.recording import term_result
from suppliers.agreements.requests import TermRequest
from suppliers.agreements.results import AgreementResult, TermResult
from suppliers.agreements.rules import rule_of, rules_of
from suppliers.choices import PRODUCT_SETS, LossCause
from suppliers.commission import Term
from suppliers.pages.agreement_typed import TypedAgreement, term_document

MOST_PRODUCTS = 1000
QUANTITY, DISCOUNT_BP = Milli(2000), Bp(1000)
"""What the example sells before somebody says otherwise: two, ten percent off."""
ANY_VND = Vnd(100_000)


@dataclass(frozen=True)
class Stock:
    """The products of a producer, as examples and as what a term may be for."""

    goods: Sequence[ExampleGoods]

    @property
    def names(self) -> dict[str, str]:
        """The products' names, by their codes."""
        return {one.code: one.name for one in self.goods if one.code}

    @property
    def units(self) -> dict[str, str]:
        """The products' units, by their codes."""
        return {one.code: one.unit for one in self.goods if one.code}

    @property
    def anything(self) -> ExampleGoods:
        """Goods of nobody in particular."""
        return ExampleGoods(None, _("hàng 100.000 ₫"), "", None, ANY_VND, None)

    def scopes(self) -> list[tuple[str, str]]:
        """What a term may be for: everything, a product, a set."""
        found = [("", capitalized(_("hàng bất kỳ")))]
        found += [(f"product:{one.code}", one.name) for one in self.goods]
        return found + [
            (f"set:{n}", _("bộ %(n)s: %(name)s", n=n, name=_(name).lower())) for n, name in enumerate(PRODUCT_SETS, 1)
        ]

    def fitting(self, term: TermResult) -> ExampleGoods:
        """Goods that a term is for."""
        for one in self.goods:
            if one.code == term.product or (term.set is not None and one.product_set == term.set):
                return one
        return self.goods[0] if self.goods and term.product is None and term.set is None else self.anything

    def named(self, code: str) -> ExampleGoods:
        """The product of a code, else the first one."""
        return next((one for one in self.goods if one.code == code), self.goods[0] if self.goods else self.anything)


def stock_of(producer: str) -> Stock:
    """The products that a producer sells or sold."""
    rates = tax.rates_on(clock.today())
    found = products.list_products("", None, MOST_PRODUCTS, producer=producer)
    return Stock([ExampleGoods(p.code, p.name, p.unit, p.set, p.price_vnd, rates.get(p.vat)) for p in found])


@dataclass(frozen=True)
class ShownTerm:
    """A term as it is written now: its goods, its sentences, and what the outlet owes for one unit lost; None: unreadable."""

    goods: str
    share: str
    discount: str
    losses: Mapping[LossCause, int] | None
    one: ExampleGoods


@dataclass(frozen=True)
class Column:
    """The example by one version."""

    title: str
    sale: Example


@dataclass(frozen=True)
class Shown:
    """The example and the terms; `columns` are the version in force and the one being written, where they say anything of it."""

    goods: ExampleGoods
    quantity: Milli
    discount_bp: Bp
    columns: Sequence[Column]
    terms: Sequence[ShownTerm]

    @property
    def quantity_text(self) -> str:
        """How much is sold, as one types it."""
        return qty(self.quantity)

    @classmethod
    def of(cls, stock: Stock, typed: TypedAgreement, standing: AgreementResult | None) -> Shown:
        """Reckons the example of what is typed, by the rules of real sales."""
        goods = stock.named(typed.plain.get("example_goods", ""))
        quantity = _quantity(typed.plain)
        off = typed_figures.read_percent_bp(typed.plain.get("example_discount", ""))
        discount_bp = DISCOUNT_BP if off is None or off > BP_PER_UNIT else off
        terms = draft_terms(typed)
        today = clock.today()
        rules = [rule_of(term, n, "", today) for n, term in enumerate(terms, 1) if term]
        written = _("bản đang soạn")
        found = [] if standing is None else [(_("bản %(n)s", n=standing.version), example.term_for(rules_of(standing), goods))]
        found.append((written, example.term_for(rules, goods)))
        columns = [Column(title, example.sale(term, goods, quantity, discount_bp)) for title, term in found if term]
        rows = zip(terms, typed.terms, strict=True)
        return cls(goods, quantity, discount_bp, columns, [_shown(stock, term, row) for term, row in rows])


def draft_terms(typed: TypedAgreement) -> list[TermResult | None]:
    """Each term that can be read; None for one that cannot yet."""
    found: list[TermResult | None] = []
    for term in typed.terms:
        try:
            found.append(term_result(validation.read(TermRequest, term_document(term))))
        except Invalid:
            found.append(None)
    return found


def _quantity(plain: Typed) -> Milli:
    read = typed_figures.read_quantity(plain.get("example_quantity", ""), 3)
    return QUANTITY if read is None or isinstance(read, typed_figures.Ambiguous) or read <= 0 else read


def _shown(stock: Stock, term: TermResult | None, row: Typed) -> ShownTerm:
    scopes = dict(stock.scopes())
    if term is None:
        return ShownTerm(capitalized(scopes.get(row["scope"], row["scope"])), "", "", None, stock.anything)
    one = stock.fitting(term)
    rule: Term = rule_of(term, 1, "", clock.today())
    return ShownTerm(
        goods=capitalized(goods_of(term, stock.names)),
        share=clauses.share(term, stock.names, stock.units),
        discount=clauses.discount(term),
        losses=example.losses(rule, one),
        one=one,
    )
