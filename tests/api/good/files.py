"""A picture that good documents name."""

from __future__ import annotations

from tests.api.inside import LocalOutlet
from tests.core.files import pictures
from tests.outlet import uid

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
