"""A good example of every document about the programme's years."""

from __future__ import annotations

from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid

WHOLE = {"products", "cooperatives_new", "cooperatives_strengthened", "sales_points", "trained", "sales_vnd"}


def _plan(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "targets": dict.fromkeys(sorted(WHOLE), 4),
        "notes": {"cooperatives_strengthened": "từ 3 đến 5"},
        "by_group": [{"group": 1, "products": 2, "sales_vnd": 1_000_000}],
        "by_commune": [{"commune": "Nhân Hòa", "products": 1, "cooperatives_new": 1}],
        "points": ["Điểm bán Phố Mới"],
        "note": "Kế hoạch số 1/KH-UBND",
    }
    optional = WHOLE | {"notes", "by_group", "by_commune", "points", "note"}
    empty = {"by_group", "by_commune", "points"}
    return Good("PUT", "/api/v1/programme/plans/2026", "/api/v1/programme/plans/{year}", body, optional, may_be_empty=empty)


def _participation(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "since": "2019-07-31",
        "members": 42,
        "strengthening": "Mua máy sấy, mở thêm xưởng.",
        "years": [{"year": 2026, "kind": "strengthened", "note": "xưởng sấy"}],
    }
    path = f"/api/v1/programme/producers/{shop.producer()}"
    optional = {"since", "members", "strengthening", "years", "note"}
    return Good("PUT", path, "/api/v1/programme/producers/{code}", body, optional, may_be_empty={"years"})


def _training(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"on": "2026-10-02", "subject": "Ghi chép sản xuất", "for": [shop.producer()], "people": 24}
    return Good("PUT", f"/api/v1/trainings/{uid()}", "/api/v1/trainings/{uid}", body, may_be_empty={"for"})


def _pack(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"from": "2026-01-01", "to": "2026-11-30"}
    return Good("PUT", f"/api/v1/programme/packs/{uid()}", "/api/v1/programme/packs/{uid}", body)


PLANS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "programme plan": _plan,
    "participation": _participation,
    "training": _training,
    "programme pack": _pack,
}
