"""Pages about producers and what they make; agreements and statements have files of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import func, select

from core import clock
from core.actor import current_actor
from core.db import db, rows
from core.errors import DomainError
from core.http.form_input import filled, put_code, put_once, read_day, told, whole, words
from core.i18n import N_
from core.permits import Permit, needs
from suppliers import agreements, book, master, payouts, statements
from suppliers.documents import AdjustmentDocument, ProducerDocument, ProductDocument
from suppliers.models import Producer, Product
from suppliers.pages import agreements as views_agreements
from suppliers.pages import statements as views_statements

bp = Blueprint("suppliers", __name__)
bp.register_blueprint(views_agreements.bp)
bp.register_blueprint(views_statements.bp)

BOOK_PAGE = 100
_PRODUCER_FIELDS = ("name", "kind", "commune", "tax_code", "phone", "bank_bin", "bank_account", "bank_holder")
_CERTIFICATE_FIELDS = ("number", "issuer", "issued_on", "valid_until")


@bp.get("/producers")
@needs(Permit.MASTER_READ)
def producers() -> str:
    """All producers with what we owe them."""
    query = request.args.get("q", "")
    counted = select(Product.producer_code, func.count().label("n")).where(Product.retired.is_(False))
    return render_template(
        "suppliers/producers.html",
        items=master.list_producers(query, None, 1000),
        q=query,
        balances=book.balances(),
        counts={r["producer_code"]: r["n"] for r in rows(counted.group_by(Product.producer_code))},
    )


@bp.route("/producers/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_producer() -> Any:
    """The form of a new producer."""
    return _producer_form(None)


@bp.route("/producers/<code>/edit", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_producer(code: str) -> Any:
    """The form of a known producer."""
    return _producer_form(code)


def _producer_form(code: str | None) -> Any:
    if request.method == "GET":
        typed = master.show_producer(code) if code else {"code": _next_code("NSX"), "kind": "cooperative"}
        return render_template("suppliers/producer_form.html", code=code, typed=typed, errors={}, sentence=None)
    wanted = code or words("code") or ""
    data = filled({name: words(name) for name in _PRODUCER_FIELDS})
    data.update({"name": data.get("name", ""), "commune": data.get("commune", "")})
    actor = current_actor()
    try:
        if code is None:
            _refuse_known(db.session.get(Producer, wanted))
        put_code(ProducerDocument, wanted, data, lambda document: master.put_producer(wanted, document, actor))
    except DomainError as error:
        sentence, errors = told(error)
        page = render_template("suppliers/producer_form.html", code=code, typed=request.form, errors=errors, sentence=sentence)
        return page, error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    return redirect(f"/producers/{wanted}")


def _refuse_known(known: object) -> None:
    if known is not None:
        raise DomainError("code_taken", N_("Mã này đã có. Hãy chọn mã khác."))


def _next_code(stem: str) -> str:
    model = Producer if stem == "NSX" else Product
    n = int(db.session.execute(select(func.count()).select_from(model)).scalar_one()) + 1
    while db.session.get(model, f"{stem}{n:02d}") is not None:
        n += 1
    return f"{stem}{n:02d}"


@bp.get("/producers/<code>")
@needs(Permit.MANAGE)
def producer(code: str) -> str:
    """A producer: what we owe, what was agreed, what they make, and the book."""
    return _producer_page(code, {}, None)


def _producer_page(code: str, errors: dict[str, str], sentence: str | None) -> str:
    """The page of a producer, with what was refused in its correction, if anything."""
    shown = master.show_producer(code)
    first = request.args.get("from") or (clock.today() - timedelta(days=6)).isoformat()
    lines = book.lines(code, read_day(first), None, None, BOOK_PAGE + 1)
    return render_template(
        "suppliers/producer.html",
        producer=shown,
        balance_vnd=book.balance(code),
        products=master.list_products("", None, 1000, producer=code),
        agreements=agreements.list_of(code, None, 100),
        statements=statements.list_of(code, None, 12),
        lines=lines[:BOOK_PAGE],
        more=len(lines) > BOOK_PAGE,
        first=first,
        names=product_names(code),
        typed=request.form,
        errors=errors,
        sentence=sentence,
    )


@bp.post("/producers/<code>/corrections")
@needs(Permit.MANAGE)
def correct(code: str) -> Any:
    """Posts an adjustment or a charge."""
    charge = request.form.get("kind") == "charge"
    data = {"uid": request.form.get("uid", ""), "amount_vnd": whole("amount_vnd"), "memo": words("memo") or ""}
    actor = current_actor()
    space = "charges" if charge else "adjustments"

    def act(_uid: str, document: AdjustmentDocument) -> dict[str, Any]:
        return payouts.adjust(code, document, actor, charge=charge)

    try:
        put_once(space, AdjustmentDocument, data, act, code)
    except DomainError as error:
        sentence, errors = told(error)
        return _producer_page(code, errors, sentence), error.status
    flash(_("Đã ghi vào sổ của nhà sản xuất."), "good")
    return redirect(f"/producers/{code}#book")


@bp.get("/products")
@needs(Permit.MASTER_READ)
def products() -> str:
    """All products."""
    query, wanted = request.args.get("q", ""), request.args.get("producer") or None
    found = master.list_products(query, request.args.get("after") or None, 201, producer=wanted)
    return render_template(
        "suppliers/products.html",
        items=found[:200],
        next=found[199]["code"] if len(found) > 200 else None,
        q=query,
        producer=wanted,
        producers=producer_names(),
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
        typed: dict[str, Any] = {"code": _next_code("SP"), "places": 0, "vat": "KCT", "producer": request.args.get("producer")}
        if code:
            typed = master.show_product(code)
            typed |= {f"certificate_{k}": v for k, v in (typed["certificate"] or {}).items()}
            typed |= {"barcodes": "\n".join(typed["barcodes"])}
        return _product_page(code, typed, {}, None)
    wanted = code or words("code") or ""
    data = _product_data()
    actor = current_actor()
    try:
        if code is None:
            _refuse_known(db.session.get(Product, wanted))
        put_code(ProductDocument, wanted, data, lambda document: master.put_product(wanted, document, actor))
    except DomainError as error:
        sentence, errors = told(error)
        errors = {field.replace("certificate.", "certificate_").split(".")[0]: message for field, message in errors.items()}
        return _product_page(code, request.form, errors, sentence), error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    return redirect(f"/producers/{data['producer']}#products")


def _product_data() -> dict[str, Any]:
    certificate = filled({name: words(f"certificate_{name}") for name in _CERTIFICATE_FIELDS})
    data = filled(
        {
            "plu": words("plu"),
            "set": whole("set"),
            "commune": words("commune"),
            "stars": whole("stars"),
            "certificate": certificate or None,
            "shelf_life_days": whole("shelf_life_days"),
        }
    )
    return {
        **data,
        "name": words("name") or "",
        "producer": words("producer") or "",
        "unit": words("unit") or "",
        "places": whole("places"),
        "price_vnd": whole("price_vnd"),
        "vat": words("vat"),
        "barcodes": (words("barcodes") or "").replace(",", " ").split(),
        "retired": request.form.get("retired") == "1",
    }


def _product_page(code: str | None, typed: Any, errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        "suppliers/product_form.html", code=code, typed=typed, errors=errors, sentence=sentence, producers=producer_names()
    )


def producer_names() -> list[tuple[str, str]]:
    """Producers as choices, by name."""
    return [(r["code"], r["name"]) for r in rows(select(Producer.code, Producer.name).order_by(Producer.name_folded))]


def product_names(producer_code: str) -> dict[str, tuple[str, str]]:
    """A producer's products: code to name and unit."""
    query = select(Product.code, Product.name, Product.unit).where(Product.producer_code == producer_code)
    return {r["code"]: (r["name"], r["unit"]) for r in rows(query)}
