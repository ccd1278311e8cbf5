"""An outlet with a producer, its manager's program, and phones on which invitations are opened."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from tests.api.inside import Inside, LocalOutlet
from tests.outlet import uid

PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
PIN = "7305"
RIGHTS = ["see", "answer", "accept"]


class Phone:
    """A browser of its own."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"User-Agent": PHONE})

    def post(self, path: str, form: dict[str, Any], page: str | None = None) -> Any:
        """Sends a form as the page it stands on does."""
        text = self.client.get(page or path, headers={"User-Agent": PHONE}, follow_redirects=True).text
        token = re.search(r'name="csrf-token" content="([^"]+)"', text)
        assert token, text
        return self.client.post(path, data={"csrf_token": token[1], **form}, headers={"User-Agent": PHONE})

    def open(self, link: str, pin: str = PIN, **more: Any) -> Any:
        """Opens an invitation by its link."""
        return self.post(path_of(link), {"pin": pin, "again": pin, **more})

    def is_in(self) -> bool:
        """Whether the portal opens."""
        return bool(self.get("/portal").status_code == 200)


def path_of(link: str) -> str:
    """What of a link lies behind the host."""
    return urlsplit(link).path


def set_up(app: Flask) -> LocalOutlet:
    """The outlet with the producers HTX-1 and HTX-2."""
    outlet = LocalOutlet.set_up(app)
    for code in ("HTX-1", "HTX-2"):
        body = {"name": f"HTX {code}", "kind": "cooperative", "commune": "Đại Xuân"}
        outlet.api.put(f"/api/v1/producers/{code}", body).ok(201)
    return outlet


def invited(api: Inside, name: str = "Nguyễn Thị Lan", rights: list[str] | None = None, producer: str = "HTX-1") -> Any:
    """The answer to an invitation."""
    body = {"uid": uid(), "name": name, "rights": RIGHTS if rights is None else rights}
    return api.post(f"/api/v1/producers/{producer}/invitations", body).ok(201)


def on_phone(
    outlet: LocalOutlet, name: str = "Nguyễn Thị Lan", rights: list[str] | None = None, producer: str = "HTX-1"
) -> Phone:
    """A phone of somebody of a producer that stays signed in."""
    phone = Phone(outlet.app)
    assert phone.open(invited(outlet.api, name, rights, producer)["url"]).status_code == 302
    return phone
