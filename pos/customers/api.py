"""The API of customers: who they are, what they bought, what they owe and pay."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from core.db import transaction
from core.errors import Invalid
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit
from core.results import Page
from core.values.field_types import Day, Uid
from core.web.api import PageQuery, endpoint, path_uid, put_once, read_body, read_json, read_query, read_settings, respond
from pos.api import known_uid
from pos.customers import accounts, history, payments, registry
from pos.customers.requests import CustomerPaymentRequest, CustomerRequest, EraseRequest, PaymentReversalRequest
from pos.customers.results import AccountResult, CustomerPaymentResult, CustomerResult, CustomerSaleResult, Debtor, LotBuyer
from pos.permits import SalesPermit

bp = Blueprint("customers_api", __name__)


class CustomersQuery(PageQuery):
    """GET /customers."""

    q: Annotated[str, Field(max_length=200)] = ""


class PaymentsQuery(PageQuery):
    """GET /customer-payments."""

    customer: Uid | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


@endpoint(bp, "PUT", "/customers/<uid>", SalesPermit.CUSTOMERS, body=CustomerRequest, answer=CustomerResult, statuses=(200, 201))
def put_customer(uid: str) -> Response:
    """Records a customer."""
    uid = path_uid(uid)
    data = read_json()
    if isinstance(data, dict) and str(data.get("uid", uid)).lower() != uid:
        raise Invalid(("uid", N_("Khác với mã trong địa chỉ.")))
    document = read_settings(CustomerRequest, CustomerResult)
    actor = current_actor()

    def act() -> tuple[CustomerResult, bool]:
        created = registry.put_customer(uid, document, actor)
        return registry.show(uid, actor), created

    customer, created = transaction(act)
    return respond(customer, 201 if created else 200)


@endpoint(bp, "GET", "/customers/<uid>", SalesPermit.CUSTOMERS, answer=CustomerResult)
def get_customer(uid: str) -> Response:
    """A customer."""
    return respond(registry.show(known_uid(uid), current_actor()))


@endpoint(bp, "GET", "/customers", SalesPermit.CUSTOMERS, query=CustomersQuery, answer=Page[CustomerResult])
def list_customers() -> Response:
    """Customers by id: all, those with this phone, or those with every word of it in their name."""
    q = read_query(CustomersQuery)
    found = registry.find(q.q, current_actor(), after=q.after, limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda customer: customer.uid), result_type=Page[CustomerResult])


@endpoint(bp, "POST", "/customers/<uid>/erase", Permit.MANAGE, body=EraseRequest, answer=CustomerResult, statuses=(200, 201))
def erase_customer(uid: str) -> Response:
    """Blanks a customer on their wish; the sales stay."""
    customer = known_uid(uid)
    document, data = read_body(EraseRequest)
    actor = current_actor()
    return put_once("customer-erasures", document.uid, [customer, data], lambda: registry.erase(customer, actor))


@endpoint(bp, "GET", "/customers/<uid>/account", SalesPermit.CUSTOMERS, answer=AccountResult)
def get_account(uid: str) -> Response:
    """What a customer owes, and the sales it comes from."""
    return respond(accounts.account_of(known_uid(uid), current_actor()))


@endpoint(bp, "GET", "/customers/<uid>/sales", SalesPermit.CUSTOMERS, query=PageQuery, answer=Page[CustomerSaleResult])
def get_history(uid: str) -> Response:
    """What a customer bought, the newest first."""
    q = read_query(PageQuery)
    bought = history.sales_of(known_uid(uid), current_actor(), after=q.after, limit=q.limit + 1)
    return respond(Page.cut(bought, q.limit, lambda sale: sale.sale), result_type=Page[CustomerSaleResult])


@endpoint(bp, "GET", "/debtors", Permit.MANAGE, answer=list[Debtor])
def list_debtors() -> Response:
    """Who owes, and how old it is, the oldest debt first."""
    return respond(accounts.debtors(), result_type=list[Debtor])


@endpoint(bp, "GET", "/lots/<code:lot>/buyers", Permit.MANAGE, answer=list[LotBuyer])
def get_buyers(lot: str) -> Response:
    """The known customers who bought of a lot, for a recall."""
    return respond(history.buyers_of(lot), result_type=list[LotBuyer])


@endpoint(
    bp,
    "PUT",
    "/customer-payments/<uid>",
    SalesPermit.CUSTOMERS,
    body=CustomerPaymentRequest,
    answer=CustomerPaymentResult,
    statuses=(200, 201),
)
def put_customer_payment(uid: str) -> Response:
    """Takes money for what was bought on account, the oldest first."""
    uid = path_uid(uid)
    document, data = read_body(CustomerPaymentRequest)
    actor = current_actor()
    return put_once("customer-payments", uid, data, lambda: payments.pay(uid, document, actor))


@endpoint(bp, "GET", "/customer-payments/<uid>", SalesPermit.CUSTOMERS, answer=CustomerPaymentResult)
def get_customer_payment(uid: str) -> Response:
    """A payment as it stands."""
    return respond(payments.get_payment(known_uid(uid)))


@endpoint(bp, "GET", "/customer-payments", SalesPermit.CUSTOMERS, query=PaymentsQuery, answer=Page[CustomerPaymentResult])
def list_customer_payments() -> Response:
    """Payments in the order they came."""
    q = read_query(PaymentsQuery)
    found = payments.list_payments(q.customer, q.from_, q.to, after=q.after, limit=q.limit + 1)
    return respond(Page.cut(found, q.limit, lambda payment: payment.uid), result_type=Page[CustomerPaymentResult])


@endpoint(
    bp,
    "POST",
    "/customer-payments/<uid>/reverse",
    SalesPermit.CUSTOMERS,
    body=PaymentReversalRequest,
    answer=CustomerPaymentResult,
    statuses=(200, 201),
)
def reverse_customer_payment(uid: str) -> Response:
    """Takes a payment back by a line of the opposite sign."""
    original = known_uid(uid)
    document, data = read_body(PaymentReversalRequest)
    actor = current_actor()
    return put_once(
        "customer-payment-reversals", document.uid, [original, data], lambda: payments.reverse(original, document, actor)
    )
