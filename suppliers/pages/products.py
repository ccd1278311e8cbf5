"""Pages about products and their prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.quantity import format_quantity
from core.results import Page
from core.text.formats import amount
from core.text.typed_figures import write_quantity
from core.web.figure_fields import money, quantity, whole
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_code
from core.web.uploads.photos import photos_of_form
from suppliers import producers, products
from suppliers.choices import ProposalState, VatClass
from suppliers.models import Product
from suppliers.new_codes import next_code, require_new
from suppliers.permits import SuppliersPermit
from suppliers.prices import history, proposals
from suppliers.prices.proposals import ProposalFilter
from suppliers.requests import ProductRequest
from suppliers.results import PackResult, ProductResult

bp = Blueprint("products", __name__)

PRODUCTS_PAGE = 200
PRICES_SHOWN = 30
"""Prices of a product that its page lists: the newest, and those planned."""
_CERTIFICATE_FIELDS = ("number", "issuer", "issued_on", "valid_until")
_TOLD = ("story", "usage", "name_en", "story_en", "usage_en", "keeping", "keeping_en")
MONTHS = tuple(str(month) for month in range(1, 13))
_FIGURES = ("places", "set", "stars", "shelf_life_days", "priority_group", "plan_year")


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed about a product's prices and refused: what a form says at its fields and above them."""

    typed: Typed = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    sentence: str | None = None


@bp.get("/products")
@needs(SuppliersPermit.MASTER_READ)
def products_list() -> str:
    """All products."""
    query, of_producer = request.args.get("q", ""), request.args.get("producer") or None
    matching = products.list_products(query, request.args.get("after") or None, PRODUCTS_PAGE + 1, producer=of_producer)
    page = Page.cut(matching, PRODUCTS_PAGE, lambda product: product.code)
    return render_template(
        "suppliers/products.html",
        items=page.items,
        next=page.next,
        q=query,
        producer=of_producer,
        producers=producers.producer_names(),
    )


@bp.route("/products/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_product() -> Any:
    """The form of a new product."""
    return _product_form(None)


@bp.route("/products/<code>", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_product(code: str) -> Any:
    """The form of a known product."""
    return _product_form(code)


def _product_form(code: str | None) -> Any:
    if request.method == "GET":
        if code is not None:
            return _product_page(code, _product_as_typed(products.show_product(code)), {}, None)
        blank = {
            "code": next_code(Product, "SP"),
            "producer": request.args.get("producer", ""),
            "vat": VatClass.EXEMPT,
            "available": "1",
        }
        return _product_page(None, blank, {}, None)
    new_code = code or form_text("code") or ""
    data = _product_data()
    actor = current_actor()
    photo = request.form.getlist("photo")

    def record(document: ProductRequest) -> None:
        if code is None:
            require_new(Product, new_code)
        if data.get("plu") and data["places"] == 0:
            raise Invalid(("places", N_("Hàng có mã cân bán theo số lẻ: chọn 0,001.")))
        products.put_product(new_code, document, actor)

    try:
        photo = photos_of_form("photo", actor)[-1:]
        put_code(ProductRequest, new_code, {**data, "photo": photo[0] if photo else None}, record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        errors = {field.replace("certificate.", "certificate_").split(".")[0]: message for field, message in errors.items()}
        return _product_page(
            code,
            {**request.form.to_dict(), "season": " ".join(request.form.getlist("season")), "photo": "".join(photo[-1:])},
            errors,
            sentence,
        ), error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    return redirect(f"/producers/{data['producer']}#products")


def _product_as_typed(product: ProductResult) -> Typed:
    """A product as the fields of its form."""
    certificate = product.certificate
    figures = {name: getattr(product, name) for name in _FIGURES}
    return {
        "code": product.code,
        "name": product.name,
        "producer": product.producer,
        "unit": product.unit,
        "price_vnd": amount(product.price_vnd),
        "vat": product.vat,
        "barcodes": "\n".join(product.barcodes),
        "packs": "\n".join(_pack_as_typed(pack) for pack in product.packs),
        "plu": product.plu or "",
        "commune": product.commune or "",
        "certificate_number": certificate.number if certificate else "",
        "certificate_issuer": certificate.issuer if certificate else "",
        "certificate_issued_on": certificate.issued_on.isoformat() if certificate else "",
        "certificate_valid_until": certificate.valid_until.isoformat() if certificate else "",
        "photo": product.photo or "",
        **{name: getattr(product, name) or "" for name in _TOLD},
        "season": " ".join(str(month) for month in product.season),
        "needs_best_before": "1" if product.needs_best_before else "",
        "minimum": "" if product.minimum is None else write_quantity(product.minimum),
        "available": "1" if product.available else "",
        "retired": "1" if product.retired else "",
        **{name: "" if figure is None else str(figure) for name, figure in figures.items()},
    }


def _pack_as_typed(pack: PackResult) -> str:
    """`8938500000034 6 138000`, as a line of the form."""
    price = [] if pack.price_vnd is None else [str(pack.price_vnd)]
    return " ".join([pack.barcode, format_quantity(pack.quantity), *price])


def _typed_pack(parts: list[str]) -> dict[str, object]:
    """A line of the form: barcode, how many, perhaps the price."""
    typed = dict(zip(("barcode", "quantity", "price"), [*parts, "", "", ""], strict=False))
    price = {"price_vnd": money("price", typed)} if typed["price"] else {}
    return {"barcode": typed["barcode"], "quantity": quantity("quantity", typed, 3), **price}


def _product_data() -> dict[str, object]:
    certificate = filled({name: form_text(f"certificate_{name}") for name in _CERTIFICATE_FIELDS})
    data = filled(
        {
            "plu": form_text("plu"),
            "set": whole("set"),
            "commune": form_text("commune"),
            "stars": whole("stars"),
            "certificate": certificate or None,
            "shelf_life_days": whole("shelf_life_days"),
            "minimum": quantity("minimum", request.form, 3) if form_text("minimum") else None,
            **{name: form_text(name) for name in _TOLD},
            "priority_group": whole("priority_group"),
            "plan_year": whole("plan_year"),
        }
    )
    return {
        **data,
        "name": form_text("name") or "",
        "producer": form_text("producer") or "",
        "unit": form_text("unit") or "",
        "places": whole("places"),
        "price_vnd": money("price_vnd"),
        "vat": form_text("vat"),
        "barcodes": (form_text("barcodes") or "").replace(",", " ").split(),
        "packs": [_typed_pack(line.split()) for line in request.form.get("packs", "").splitlines() if line.strip()],
        "season": [int(month) for month in request.form.getlist("season") if month in MONTHS],
        "available": request.form.get("available") == "1",
        "needs_best_before": request.form.get("needs_best_before") == "1",
        "retired": request.form.get("retired") == "1",
    }


def with_refused_price(code: str, refused: Refused) -> str:
    """The page of a product, with what was refused about its prices. Raises NotFound."""
    return _product_page(code, _product_as_typed(products.show_product(code)), {}, None, refused)


def _product_page(
    code: str | None, typed: Typed, errors: dict[str, str], sentence: str | None, planning: Refused | None = None
) -> str:
    # A new outlet is led to its first producer before it adds goods of its own.
    is_led = not producers.producer_names(consigning=True)
    return render_template(
        "suppliers/product_form.html",
        code=code,
        typed=typed,
        errors=errors,
        sentence=sentence,
        producers=[] if is_led else producers.producer_names(),
        prices=history.list_prices(code, None)[-PRICES_SHOWN:] if code else [],
        proposals=proposals.list_proposals(ProposalFilter(product=code, state=ProposalState.OPEN)) if code else [],
        planning=planning or Refused(),
    )
