"""Transports are found by their folders: another one needs no line elsewhere, and a bad setting stops the start."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.settings import BadSetting
from suppliers.messages import integrations, transports
from tests.journeys.inside import Inside
from tests.suppliers.messages.telling import EMAIL, told, ways, work
from wsgi import create_app

PIGEON = '''
"""Letters by pigeon: what a transport of somebody else's looks like."""
from suppliers.choices import ContactChannel
from suppliers.messages.transports import Transport
SENT = []
def configure(settings):
    loft = settings.values.get("OUTLET_PIGEON_LOFT")
    return Transport("pigeon", SENT.append, reaches=(ContactChannel.SMS,)) if loft else None
'''


def application(folder: Path, **settings: str) -> Flask:
    return create_app(OUTLET_DATABASE_URL="sqlite://", OUTLET_DATA_DIR=str(folder), OUTLET_SECRET_KEY="s" * 40, **settings)


def names(app: Flask) -> list[str]:
    with app.app_context():
        return [transport.name for transport in transports.transports()]


@pytest.fixture
def pigeon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder more among the integrations."""
    folder = tmp_path / "integrations" / "pigeon"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PIGEON)
    monkeypatch.setattr(integrations, "__path__", [*integrations.__path__, str(folder.parent)])
    yield
    sys.modules.pop(f"{integrations.__name__}.pigeon", None)


@pytest.mark.usefixtures("pigeon")
def test_a_folder_more_is_a_transport_more(inside: Inside) -> None:
    settings = inside.app.extensions["outlet_settings"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.values, "OUTLET_PIGEON_LOFT", "mái nhà")
        patch.setitem(inside.app.extensions, "outlet_transports", ())
        transports.configure(inside.app)
        shop = inside.shop()
        producer = shop.producer()
        shop.agreement(producer)
        body = {"email": EMAIL, "sms": "0912345678", "kinds": {"received": ["email", "sms"]}}
        shop.api.put(f"/api/v1/producers/{producer}/channels", body).ok(201)
        shop.deliver(producer, {"product": shop.product(producer), "quantity": "1"})
        work()
        (message,) = told(inside, producer)
        assert ways(message) == {"portal": "sent", "email": "sent", "sms": "sent"}
        sent = sys.modules[f"{integrations.__name__}.pigeon"].SENT
        assert [(letter.id, letter.address) for letter in sent] == [(message["id"], "0912345678")]
        (file,) = (settings.out_dir / "messages").glob("*.json")
        written = json.loads(file.read_text("utf-8"))
        assert (written["id"], written["address"], written["text"]) == (message["id"], EMAIL, message["text"])


def test_only_what_is_set_is_there(tmp_path: Path) -> None:
    assert names(application(tmp_path)) == ["file"]
    mail = {"OUTLET_SMTP_URL": "smtp://127.0.0.1:2525", "OUTLET_MAIL_FROM": "tin@diemban.vn"}
    hook = {"OUTLET_WEBHOOK_URL": "http://127.0.0.1:9/tin", "OUTLET_WEBHOOK_SECRET": "bi-mat"}
    assert names(application(tmp_path, **mail, **hook)) == ["file", "smtp", "webhook"]


@pytest.mark.parametrize(
    "settings",
    [
        {"OUTLET_SMTP_URL": "mail.vn"},
        {"OUTLET_SMTP_URL": "smtp://mail.vn"},
        {"OUTLET_SMTP_URL": "smtp://mail.vn", "OUTLET_MAIL_FROM": "tin"},
        {"OUTLET_WEBHOOK_URL": "hook.vn"},
        {"OUTLET_WEBHOOK_URL": "https://hook.vn"},
        {"OUTLET_OUT_DIR": "/dev/null/out"},
    ],
)
def test_a_bad_setting_stops_the_start_with_one_line(tmp_path: Path, settings: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as refused:
        application(tmp_path, **settings)
    assert refused.value.message.startswith("OUTLET_") and "\n" not in refused.value.message
