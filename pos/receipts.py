"""What a receipt says, looked up; and the outbox job that prints it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal, cast

from sqlalchemy import select

from core import clock, outbox
from core.db import db, row, rows
from core.errors import NotFound
from core.i18n import N_
from core.models import Outlet, Person
from inventory.links import receipt_link
from pos.models import Payment, Sale, SaleLine, Till
from pos.paper import render
from pos.paper.printer import send
from pos.receipt import ReceiptFacts, ReceiptItem, ReceiptPayment
from suppliers.models import Producer, Product

Format = Literal["text", "html", "png", "escpos"]


def facts_of(sale: str, *, copy: bool = False) -> tuple[ReceiptFacts, int]:
    """A sale's receipt and the paper's width in mm. Raises NotFound."""
    head = row(
        select(Sale.__table__, Till.name.label("till_name"), Till.paper_mm, Person.name.label("cashier_name"))
        .join(Till, Till.code == Sale.till_code)
        .outerjoin(Person, Person.username == Sale.cashier)
        .where(Sale.uid == sale)
    )
    if head is None:
        raise NotFound(N_("Không có đơn bán này."))
    lines = rows(
        select(SaleLine.__table__, Product.name, Product.unit, Producer.name.label("producer_name"))
        .join(Product, Product.code == SaleLine.product_code)
        .join(Producer, Producer.code == SaleLine.producer_code)
        .where(SaleLine.sale_uid == sale)
        .order_by(SaleLine.line)
    )
    payments = rows(select(Payment.__table__).where(Payment.sale_uid == sale).order_by(Payment.n))
    facts = ReceiptFacts(
        **_outlet(),
        kind="sale",
        number=head["number"],
        issued_at=clock.local(head["sold_at"]),
        till_name=head["till_name"],
        cashier_name=head["cashier_name"] or head["cashier"],
        items=[
            ReceiptItem(
                x["name"],
                x["quantity"],
                x["unit"],
                x["unit_price_vnd"],
                x["discount_vnd"],
                x["net_vnd"],
                x["producer_name"],
                x["lot"],
            )
            for x in lines
        ],
        discount_vnd=head["discount_vnd"],
        rounding_vnd=head["rounding_vnd"],
        total_vnd=head["total_vnd"],
        payments=[ReceiptPayment(p["method"], p["amount_vnd"], p["tendered_vnd"]) for p in payments],
        change_vnd=head["change_vnd"],
        vat=_vat(lines),
        qr=receipt_link(sale),
        copy=copy,
    )
    return facts, head["paper_mm"]


def _outlet() -> dict[str, Any]:
    outlet = row(select(Outlet.__table__))
    assert outlet is not None
    return {"outlet_name": outlet["name"], "outlet_address": outlet["address"], "outlet_tax_code": outlet["tax_code"]}


def _vat(lines: Any) -> list[tuple[str, int]]:
    sums: dict[int, int] = {}
    for line in lines:
        if line["vat_percent"]:
            sums[line["vat_percent"]] = sums.get(line["vat_percent"], 0) + line["vat_vnd"]
    return [(f"{percent} %", vat_vnd) for percent, vat_vnd in sorted(sums.items())]


def paper(sale: str, format: Format, *, copy: bool = False) -> bytes | str:
    """A sale's receipt as text, page, picture or printer job. Raises NotFound."""
    facts, paper_mm = facts_of(sale, copy=copy)
    return render(facts, format, paper_mm)


@outbox.handles("print", stale_after=timedelta(hours=12))
def _print(job: dict[str, Any]) -> None:
    facts, paper_mm = facts_of(job["sale"], copy=bool(job.get("copy")))
    printer = row(select(Till.printer).where(Till.code == job["till"]))
    assert printer is not None
    data = render(facts, "escpos", paper_mm, drawer=bool(job.get("drawer")))
    # The printer may take its time; nobody should wait for a database that we hold open.
    db.session.rollback()
    send(printer["printer"], cast(bytes, data))
