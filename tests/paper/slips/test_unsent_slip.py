"""The slips that the till draws itself have the server's rows: both sides are held against the same cases."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from core.i18n import in_language
from core.printing.layout import Qr, Row, Rule
from core.printing.slip_parts import Issuer
from core.printing.slip_template import SlipTemplate
from core.quantity import Milli
from pos.choices import PaymentMethod
from pos.receipts.papers import unsent_sale
from pos.receipts.receipt import ReceiptData, ReceiptItem, ReceiptOffer, ReceiptPayment, rows
from tests.outlet import ROOT, ZONE

CASES = json.loads((ROOT / "tests/vectors/unsent_slip.json").read_text("utf-8"))["cases"]
LOOKS = ("bold", "small", "centred")


def shown(row: Row) -> list[str]:
    """A row as the cases write it."""
    fields = vars(row)
    kind = " ".join([type(row).__name__.lower(), *(look for look in LOOKS if fields.get(look))])
    if isinstance(row, Qr):
        return [kind, row.caption]
    return [kind, *(value.replace("\u00a0", " ") for value in fields.values() if isinstance(value, str))]


def receipt_of(facts: dict[str, Any], methods: list[str]) -> ReceiptData:
    items = [
        ReceiptItem(
            item["name"],
            Milli(item["milli"]),
            item["unit"],
            item["unitPriceVnd"],
            item["discountVnd"],
            item["netVnd"],
            producer_name=next((part for part in item["origin"] if not part.startswith("Lô ")), None),
            lot=next((part.removeprefix("Lô ") for part in item["origin"] if part.startswith("Lô ")), None),
            offers=[ReceiptOffer(offer["name"], offer["amountVnd"]) for offer in item["offers"]],
            note=item.get("note"),
        )
        for item in facts["items"]
    ]
    payments = [
        ReceiptPayment(PaymentMethod(method), facts["totalVnd"], payment["amountVnd"])
        for method, payment in zip(methods, facts["payments"], strict=True)
    ]
    return ReceiptData(
        issuer=Issuer(facts["outlet"], template=SlipTemplate(header="\n".join(facts["head"]) or None)),
        kind=facts["kind"],
        number="chưa có số",
        issued_at=datetime.strptime(facts["at"], "%d/%m/%Y %H:%M").replace(tzinfo=ZONE),
        till_name=facts["till"],
        cashier_name=facts["person"],
        items=items,
        discount_vnd=facts["discountVnd"],
        rounding_vnd=facts["roundingVnd"],
        total_vnd=facts["totalVnd"],
        payments=payments,
        change_vnd=facts["changeVnd"],
        vat=[],
        qr="",
        of_number=facts.get("ofNumber"),
        reason=facts.get("reason"),
        sale_note=facts.get("note"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_server_prints_the_rows_that_the_till_draws(case: dict[str, Any]) -> None:
    receipt = receipt_of(case["facts"], case["methods"])
    with in_language("vi"):
        printed = unsent_sale.rows(receipt, "9801") if receipt.kind == "sale" else rows(receipt)
    wanted = case["rows"]
    if receipt.kind == "refund":  # the server's has a number and a code by then: what stands above its last rule is the same
        end = len(printed) - 1 - printed[::-1].index(Rule())
        printed, wanted = printed[: end + 1], wanted[: len(printed[: end + 1])]
    assert [shown(row) for row in printed] == wanted
