"""Regular customers of the demonstration: one eats on account and pays every week, one has a voucher."""

from __future__ import annotations

from datetime import date
from functools import partial

from ops.demo.story import Story
from pos.choices import PaymentMethod
from pos.customers import ledger, payments, registry
from pos.customers.choices import CustomerPaymentMethod
from pos.customers.requests import CustomerPaymentRequest, CustomerRequest
from pos.requests import PaymentRequest
from pos.vouchers import registry as vouchers
from pos.vouchers.requests import VoucherRequest

ON_ACCOUNT = "quán cơm"
CUSTOMERS = {
    "chị Hoa": CustomerRequest(phone="0900000001", name="Chị Hoa (minh họa)", consent=True, note="Hay mua gạo vào ngày rằm"),
    "bác Bình": CustomerRequest(phone="0900000002", name="Bác Bình (minh họa)", consent=True),
    "chị Lan": CustomerRequest(phone="0900000003", consent=True),
    ON_ACCOUNT: CustomerRequest(
        phone="0900000004",
        name="Anh Tuấn (minh họa)",
        company="Quán cơm Hương Quê (minh họa)",
        tax_code="0000000000",
        address="Phường Quế Võ, tỉnh Bắc Ninh",
        consent=True,
        credit_limit_vnd=5_000_000,
    ),
}
VOUCHER = "PM-TANG-2026"
VOUCHER_VND = 200_000
SHARE = 0.12
"""How many of the sales are theirs."""


def plan(story: Story) -> None:
    """Plans who they are and when the account is paid."""
    first = next(story.days())
    story.at(first, "06:40", lambda: _introduce(story))
    for n, day in enumerate(story.days()):
        if n % 7 == 5 and (story.today - day).days > 10:
            story.at(day, "16:45", partial(_pay, story, day))


def _introduce(story: Story) -> None:
    for name, document in CUSTOMERS.items():
        registry.put_customer(story.uid("customer", name), document, story.actors["quanly"])
    gift = {"value_vnd": VOUCHER_VND, "valid_until": f"{story.today.year + 1}-12-31", "note": "Quà tặng khách quen"}
    vouchers.put_voucher(VOUCHER, VoucherRequest.model_validate(gift), story.actors["quanly"])


def _pay(story: Story, day: date) -> None:
    """The week's debt, in notes of fifty thousand."""
    customer = story.uid("customer", ON_ACCOUNT)
    amount_vnd = ledger.owed(customer) // 50_000 * 50_000
    if "Q1" not in story.drawers or not amount_vnd:
        return
    uid, actor = story.uid("customer payment", day), story.actors[story.cashiers["Q1"]]
    method, shift = CustomerPaymentMethod.CASH, story.drawers["Q1"]
    document = CustomerPaymentRequest(customer=customer, amount_vnd=amount_vnd, method=method, shift=shift)
    story.put("customer-payments", uid, lambda: payments.pay(uid, document, actor))


def of_sale(story: Story, sale: str) -> str | None:
    """Whose a sale is: a few are a regular's, by dice of their own."""
    dice = story.dice("customer", sale)
    return dice.choice(list(CUSTOMERS)) if dice.random() < SHARE else None


def on_account(due_vnd: int) -> tuple[list[PaymentRequest], int]:
    """All of a sale on account, without rounding."""
    return [PaymentRequest(method=PaymentMethod.ACCOUNT, amount_vnd=due_vnd)], 0
