"""A picture that good documents name, and a good example of every document of imports."""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.api.good.document import Good
from tests.api.inside import LocalOutlet
from tests.core.files import pictures
from tests.outlet import Shop, now, uid

_SENT = "tests_picture"


def picture_of(local_outlet: LocalOutlet) -> str:
    """The id of a picture, sent once to each outlet."""
    known: dict[str, str] = local_outlet.app.extensions.setdefault(_SENT, {})
    where = str(local_outlet.app.config["SQLALCHEMY_DATABASE_URI"])
    if where not in known:
        name = uid()
        local_outlet.api.call("PUT", f"/api/v1/files/{name}", raw=pictures.jpeg()).ok(201)
        known[where] = name
    return known[where]


def _statement(shop: Shop) -> dict[str, object]:
    text = f"Ngày;Ghi có;Nội dung;Số tham chiếu\n{now()[:10]};1.000;tien hang;FT{uid()[:8]}"
    columns = {"day": "Ngày", "credit": "Ghi có", "description": "Nội dung"}
    file = base64.b64encode(text.encode()).decode()
    return {"uid": uid(), "kind": "bank_file", "file": file, "name": "sao-ke.csv", "columns": columns}


def _import(shop: Shop, local_outlet: LocalOutlet) -> Good:
    return Good("POST", "/api/v1/imports", "/api/v1/imports", _statement(shop), {"columns", "day", "credit", "description"})


def _commit(shop: Shop, local_outlet: LocalOutlet) -> Good:
    sent = shop.api.post("/api/v1/imports", _statement(shop)).ok(201)
    return Good("POST", f"/api/v1/imports/{sent['uid']}/commit", "/api/v1/imports/{uid}/commit", {"uid": uid()})


IMPORTS: dict[str, Callable[[Shop, LocalOutlet], Good]] = {"import": _import, "import committed": _commit}
