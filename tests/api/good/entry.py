"""Good examples of how a producer's people come in."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid


def _invitation(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"uid": uid(), "name": "Nguyễn Thị Lan", "rights": ["see", "answer", "accept"]}
    return Good("POST", f"/api/v1/producers/{shop.producer()}/invitations", "/api/v1/producers/{code}/invitations", body)


ENTRY: dict[str, Callable[[Shop, LocalOutlet], Good]] = {"invitation": _invitation}
