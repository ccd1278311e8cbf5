"""Messages as e-mail through the mail server of `OUTLET_SMTP_URL`."""

from __future__ import annotations

from functools import partial

from core.settings import Settings
from suppliers.choices import ContactChannel
from suppliers.messages.integrations.smtp.server import read_sender, read_server
from suppliers.messages.transports import Transport

NAME = "smtp"


def configure(settings: Settings) -> Transport | None:
    """The transport where `OUTLET_SMTP_URL` is given. Raises BadSetting."""
    url = settings.values.get("OUTLET_SMTP_URL") or ""
    if not url:
        return None
    # What writes e-mail takes up room in every server, and few have a mail server.
    from suppliers.messages.integrations.smtp.mailing import send

    server = read_server(url)
    sender = read_sender(settings.values.get("OUTLET_MAIL_FROM") or "")
    return Transport(NAME, partial(send, server, sender), reaches=(ContactChannel.EMAIL,))
