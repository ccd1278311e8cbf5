"""A good example of every document about fairs."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop


def _fair(shop: Shop, local_outlet: LocalOutlet) -> Good:
    stall = shop.code("GIAN")
    shop.api.put(f"/api/v1/places/{stall}", {"name": "Gian hội chợ", "kind": "stall"}).ok(201)
    body = {
        "name": "Hội chợ xuân",
        "from": "2027-01-15",
        "to": "2027-01-19",
        "where": "Trung tâm văn hóa Kinh Bắc",
        "place": stall,
        "note": "Có gạo và gốm.",
    }
    return Good("PUT", f"/api/v1/fairs/{shop.code('HC')}", "/api/v1/fairs/{code}", body, {"note"})


FAIRS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {"fair": _fair}
