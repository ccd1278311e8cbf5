"""A good example of every document about news."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.good.files import picture_of
from tests.api.inside import LocalOutlet
from tests.outlet import Shop


def _article(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "title": "Mùa khoai",
        "title_en": "Potato season",
        "body": "## Trên đồng\n\nKhoai **to**.",
        "body_en": "Big potatoes.",
        "picture": picture_of(local_outlet),
        "publish_on": "2026-11-20",
    }
    path = f"/api/v1/news/{shop.code('tin')}"
    return Good("PUT", path, "/api/v1/news/{code}", body, {"body_en", "picture", "publish_on"})


NEWS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {"article": _article}
