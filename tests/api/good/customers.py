"""A good example of every document about customers and vouchers."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid


def _customer(shop: Shop, local_outlet: LocalOutlet) -> Good:
    more = {
        "name": "Chị Hoa",
        "company": "Công ty An Bình",
        "tax_code": "0101234567",
        "address": "12 Lý Thái Tổ, Bắc Ninh",
        "email": "hoa@anbinh.vn",
        "note": "hay mua ngày rằm",
        "credit_limit_vnd": 1_000_000,
    }
    body = {"phone": f"09{int(uid()[:8], 16) % 10**8:08d}", "consent": True, **more}
    return Good("PUT", f"/api/v1/customers/{uid()}", "/api/v1/customers/{uid}", body, set(more))


def _erase(shop: Shop, local_outlet: LocalOutlet) -> Good:
    good = _customer(shop, local_outlet)
    shop.api.put(good.path, good.body).ok(201)
    return Good("POST", good.path + "/erase", good.template + "/erase", {"uid": uid()})


def _customer_payment(shop: Shop, local_outlet: LocalOutlet) -> Good:
    customer = _customer(shop, local_outlet)
    shop.api.put(customer.path, customer.body).ok(201)
    of_customer = customer.path.rpartition("/")[2]
    on_account = {"payments": [{"method": "account", "amount_vnd": 10_000}], "customer_uid": of_customer}
    shop.sell(shop.line(shop.stocked()), **on_account)
    body = {"customer": of_customer, "amount_vnd": 4_000, "method": "cash", "shift": shop.shift, "reference": "trả một phần"}
    path = f"/api/v1/customer-payments/{uid()}"
    return Good("PUT", path, "/api/v1/customer-payments/{uid}", body, {"shift", "reference"})


def _voucher(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"value_vnd": 200_000, "valid_until": "2027-12-31", "note": "Quà Tết"}
    return Good("PUT", f"/api/v1/vouchers/{shop.code('PM')}", "/api/v1/vouchers/{code}", body, {"valid_until", "note"})


def _reversal(shop: Shop, local_outlet: LocalOutlet) -> Good:
    paid = _customer_payment(shop, local_outlet)
    shop.api.put(paid.path, paid.body).ok(201)
    return Good("POST", paid.path + "/reverse", paid.template + "/reverse", {"uid": uid(), "reason": "ghi nhầm"})


CUSTOMERS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "customer": _customer,
    "erasing": _erase,
    "customer payment": _customer_payment,
    "customer payment reversal": _reversal,
    "voucher": _voucher,
}
