"""Customers, which sales are theirs, and the account of what they owe."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, Timestamp, UtcDateTime, choice_check
from core.money import Vnd
from pos.customers.choices import AccountKind, CustomerPaymentMethod


class Customer(Model):
    """Somebody who buys here, by phone. Erased, nothing is left but the id.

    `salt` is random: without it, neither the digests of the chain nor the marks in the audit trail say who this was.
    """

    __tablename__ = "customer"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    phone: Mapped[str | None] = mapped_column(Text, unique=True)
    name: Mapped[str | None] = mapped_column(Text)
    name_folded: Mapped[str | None] = mapped_column(Text)
    company: Mapped[str | None] = mapped_column(Text)
    tax_code: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    consent: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)
    credit_limit_vnd: Mapped[Vnd]
    salt: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[Timestamp]
    recorded_by: Mapped[str] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __table_args__ = (
        CheckConstraint("credit_limit_vnd >= 0", name="limit"),
        CheckConstraint("(phone IS NULL) = (erased_at IS NOT NULL)", name="phone_until_erased"),
        CheckConstraint(
            "erased_at IS NULL OR (name IS NULL AND name_folded IS NULL AND company IS NULL AND tax_code IS NULL"
            " AND address IS NULL AND email IS NULL AND note IS NULL AND salt IS NULL AND credit_limit_vnd = 0)",
            name="erased_is_blank",
        ),
    )


class CustomerSale(Model):
    """Whose a sale is; `on_slip`: its slip names the customer. Only grows."""

    __tablename__ = "customer_sale"
    sale_uid: Mapped[str] = mapped_column(ForeignKey("sale.uid"), primary_key=True)
    customer_uid: Mapped[str] = mapped_column(ForeignKey("customer.uid"), index=True)
    on_slip: Mapped[bool]


class CustomerPayment(Model):
    """Money that a customer paid on the account, or the reversal of such a payment. Only grows."""

    __tablename__ = "customer_payment"
    uid: Mapped[str] = mapped_column(Text, primary_key=True)
    customer_uid: Mapped[str] = mapped_column(ForeignKey("customer.uid"), index=True)
    amount_vnd: Mapped[Vnd]
    method: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    shift_uid: Mapped[str | None] = mapped_column(ForeignKey("shift.uid"), index=True)
    reverses: Mapped[str | None] = mapped_column(ForeignKey("customer_payment.uid"), unique=True)
    reason: Mapped[str | None] = mapped_column(Text)
    paid_at: Mapped[Timestamp]
    paid_by: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        choice_check("method", CustomerPaymentMethod, "method"),
        CheckConstraint("(amount_vnd > 0) = (reverses IS NULL) AND amount_vnd <> 0", name="sign_of_amount"),
        CheckConstraint("(reason IS NULL) = (reverses IS NULL)", name="reversed_with_a_reason"),
        CheckConstraint("shift_uid IS NULL OR method = 'cash'", name="only_cash_in_a_drawer"),
    )


class AccountEntry(Model):
    """A line of a customer's account: what is owed more or less, and what is owed after it. `n` counts from 1. Only grows."""

    __tablename__ = "account_entry"
    customer_uid: Mapped[str] = mapped_column(ForeignKey("customer.uid"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    amount_vnd: Mapped[Vnd]
    owed_vnd: Mapped[Vnd]
    day: Mapped[date]
    posted_at: Mapped[Timestamp]
    sale_uid: Mapped[str | None] = mapped_column(ForeignKey("sale.uid"), index=True)
    refund_uid: Mapped[str | None] = mapped_column(ForeignKey("refund.uid"), unique=True)
    payment_uid: Mapped[str | None] = mapped_column(ForeignKey("customer_payment.uid"), unique=True)
    __table_args__ = (
        choice_check("kind", AccountKind, "kind"),
        CheckConstraint("owed_vnd >= 0", name="never_below_zero"),
        CheckConstraint("amount_vnd <> 0 AND n > 0", name="says_something"),
        CheckConstraint(
            "(sale_uid IS NOT NULL) = (kind IN ('sold', 'refunded')) AND (refund_uid IS NOT NULL) = (kind = 'refunded')"
            " AND (payment_uid IS NOT NULL) = (kind IN ('paid', 'reversed'))",
            name="names_its_document",
        ),
    )


APPEND_ONLY = ("customer_sale", "customer_payment", "account_entry")
MUTABLE_COLUMNS = {
    "customer": (
        "phone",
        "name",
        "name_folded",
        "company",
        "tax_code",
        "address",
        "email",
        "consent",
        "note",
        "credit_limit_vnd",
        "salt",
        "erased_at",
    )
}
