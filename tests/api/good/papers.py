"""A good example of every document about papers."""

from __future__ import annotations

from collections.abc import Callable

from core.db import transaction
from core.people.actor import SYSTEM
from core.people.permits import Role
from core.people.tokens import issue_token
from tests.api.good.document import Good
from tests.api.good.files import picture_of
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid


def _paper(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "kind": "ocop",
        "product": shop.stocked(),
        "number": "QĐ 112/QĐ-UBND",
        "issuer": "UBND tỉnh",
        "issued_on": "2026-01-10",
        "valid_until": "2099-01-09",
        "stars": 4,
    }
    return Good("PUT", f"/api/v1/papers/{uid()}", "/api/v1/papers/{uid}", body, {"valid_until", "stars"})


def _producer_paper(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"kind": "food_safety", "producer": shop.producer(), "number": "1", "issuer": "Chi cục", "issued_on": "2026-01-10"}
    return Good("PUT", f"/api/v1/papers/{uid()}", "/api/v1/papers/{uid}", body)


def _approved(shop: Shop, local_outlet: LocalOutlet) -> Good:
    good = _producer_paper(shop, local_outlet)
    with local_outlet.app.app_context():
        token = transaction(lambda: issue_token(Role.PRODUCER, None, None, good.body["producer"], SYSTEM))
    local_outlet.api.as_(token).put(good.path, good.body).ok(201)
    return Good("POST", f"{good.path}/approve", f"{good.template}/approve", {"uid": uid()})


def _refused(shop: Shop, local_outlet: LocalOutlet) -> Good:
    good = _approved(shop, local_outlet)
    path = good.path.replace("approve", "refuse")
    return Good("POST", path, good.template.replace("approve", "refuse"), {"uid": uid(), "reason": "Ảnh mờ, không đọc được số."})


def _inspection(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "producer": shop.producer(),
        "on": "2026-01-10",
        "by": "Đoàn liên ngành xã",
        "subject": "food_safety",
        "result": "to_mend",
        "mend_by": "2026-02-10",
        "note": "Kho chưa có giá kê.",
    }
    return Good("PUT", f"/api/v1/inspections/{uid()}", "/api/v1/inspections/{uid}", body, {"mend_by", "note"})


def _mark_rule(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {
        "name": "OCOP Quế Võ",
        "files": [picture_of(local_outlet)],
        "products": [shop.stocked()],
        "where": ["label", "page"],
        "from": "2026-01-01",
        "to": "2099-12-31",
    }
    return Good("PUT", f"/api/v1/mark-rules/NH-{uid()[-8:].upper()}", "/api/v1/mark-rules/{code}", body)


PAPERS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {
    "paper": _paper,
    "producer paper": _producer_paper,
    "paper approved": _approved,
    "paper refused": _refused,
    "inspection": _inspection,
    "mark rule": _mark_rule,
}
