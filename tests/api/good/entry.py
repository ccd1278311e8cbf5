"""Good examples of how a producer's people come in."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, today, uid


def _invitation(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "name": "Nguyễn Thị Lan", "rights": ["see", "answer", "accept"]}
    return Good("POST", f"/api/v1/producers/{shop.producer()}/invitations", "/api/v1/producers/{code}/invitations", body)


def _member(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"/api/v1/producers/{shop.producer()}/members/H1"
    return Good("PUT", path, "/api/v1/producers/{code}/members/{member}", {"name": "Hộ Lan", "phone": "0912345678"}, {"phone"})


def _member_delivery(shop: Shop, local_outlet: LocalOutlet) -> Good:
    producer = shop.producer()
    shop.api.put(f"/api/v1/producers/{producer}/members/H1", {"name": "Hộ Lan"}).ok(201)
    shop.agreement(producer)
    line = {"product": shop.product(producer), "quantity": "5", "member": "H1"}
    body = {"producer": producer, "place": shop.place, "delivered_on": today(), "lines": [line]}
    return Good("PUT", f"/api/v1/deliveries/{uid()}", "/api/v1/deliveries/{uid}", body, {"member"})


ENTRY: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "invitation": _invitation,
    "member": _member,
    "member delivery": _member_delivery,
}
