"""A good example of every document about the programme's files, councils and scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.api.good.document import Good
from tests.api.good.files import picture_of
from tests.api.inside import LocalOutlet
from tests.outlet import Shop, uid

FILES, COUNCILS, SCORES = "/api/v1/programme/files", "/api/v1/programme/councils", "/api/v1/programme/scores"
Maker = Callable[[Shop, LocalOutlet], Good]


def _file(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"product": shop.stocked(), "year": 2026, "group": 1, "aim": 4, "waits_for": "chờ VietGAP", "commune": "Bồng Lai"}
    return Good("PUT", f"{FILES}/{uid()}", f"{FILES}/{{uid}}", body, {"aim", "waits_for", "commune"})


def _idea(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"idea": "Trà lá ổi sấy", "producer": shop.producer(), "year": 2026, "group": 2}
    return Good("PUT", f"{FILES}/{uid()}", f"{FILES}/{{uid}}", body, {"producer"})


def _put(good: Good, local_outlet: LocalOutlet) -> dict[str, Any]:
    put: dict[str, Any] = local_outlet.api.call(good.method, good.path, good.body).ok(201)
    return put


def _step(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"{FILES}/{_put(_file(shop, local_outlet), local_outlet)['uid']}/steps/1"
    body = {"uid": uid(), "done_on": "2026-01-12", "note": "hội nghị phường", "document": picture_of(local_outlet)}
    return Good("POST", path, f"{FILES}/{{uid}}/steps/{{step}}", body, {"note", "document"})


def _council(shop: Shop, local_outlet: LocalOutlet) -> Good:
    body = {"level": "province", "name": "Hội đồng tỉnh", "decision": "QĐ 12/QĐ-UBND", "on": "2026-10-05"}
    return Good("PUT", f"{COUNCILS}/{uid()}", f"{COUNCILS}/{{uid}}", body)


_POINTS = {"a": "31.5", "b": "16", "c": "25", "on": "2026-11-18", "reasons": {}}


def _score(shop: Shop, local_outlet: LocalOutlet) -> Good:
    file = _put(_file(shop, local_outlet), local_outlet)["uid"]
    council = _put(_council(shop, local_outlet), local_outlet)["uid"]
    body = {"file": file, "council": council, **_POINTS}
    return Good("PUT", f"{SCORES}/{uid()}", f"{SCORES}/{{uid}}", body, {"reasons"})


def _self_score(shop: Shop, local_outlet: LocalOutlet) -> Good:
    path = f"{FILES}/{_put(_file(shop, local_outlet), local_outlet)['uid']}/self-score"
    return Good("PUT", path, f"{FILES}/{{uid}}/self-score", dict(_POINTS), {"reasons"})


def _reverted(original: Maker) -> Maker:
    """A document that takes another one back."""

    def make(shop: Shop, local_outlet: LocalOutlet) -> Good:
        good = original(shop, local_outlet)
        _put(good, local_outlet)
        return Good("POST", f"{good.path}/revert", f"{good.template}/revert", {"uid": uid(), "reason": "ghi nhầm"})

    return make


PROGRAMME_FILES: dict[str, Maker] = {
    "programme file": _file,
    "programme idea": _idea,
    "programme step": _step,
    "programme step reverted": _reverted(_step),
    "council": _council,
    "council reverted": _reverted(_council),
    "score": _score,
    "score reverted": _reverted(_score),
    "self-score": _self_score,
}
