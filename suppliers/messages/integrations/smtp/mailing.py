"""A letter as an e-mail, and handing it to the mail server."""

from __future__ import annotations

import contextlib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from core import clock
from suppliers.messages.integrations.smtp.server import MailServer, Sender
from suppliers.messages.transports import AddressTrouble, Letter, Refused, TransportDown

TIMEOUT_S = 20.0
"""How long one step of the talk with the server may take."""
FOR_EVER = 500
"""From here on an answer of the server is final."""


def message_of(sender: Sender, letter: Letter) -> EmailMessage:
    """The e-mail of a letter; its Message-ID is that of the letter, so that one that comes twice is known as the same."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = Address(sender.name, addr_spec=sender.address)
    mail["To"] = letter.address
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(clock.local(letter.at))
    mail["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Outlet-Id"] = letter.id
    mail.set_content("\n\n".join(filter(None, (letter.text, letter.link))) + "\n")
    return mail


def send(server: MailServer, sender: Sender, letter: Letter) -> None:
    """Hands a letter to the mail server. Raises Refused, AddressTrouble and TransportDown."""
    mail = message_of(sender, letter)
    try:
        connection = _connect(server, sender)
        try:
            connection.send_message(mail, sender.address, [letter.address])
        finally:
            # Once the letter is taken nothing that goes wrong can make it untaken.
            with contextlib.suppress(SMTPException, OSError):
                connection.quit()
            connection.close()
    except SMTPRecipientsRefused as error:
        code, why = next(iter(error.recipients.values()))
        raise _of_letter(code, why) from error
    except SMTPDataError as error:
        raise _of_letter(error.smtp_code, error.smtp_error) from error
    except SMTPResponseException as error:
        raise TransportDown(_words(error.smtp_code, error.smtp_error)) from error
    except (SMTPException, OSError) as error:
        raise TransportDown(str(error) or type(error).__name__) from error


def _connect(server: MailServer, sender: Sender) -> SMTP:
    """A connection on which letters may be sent. Raises TransportDown for one on which others could listen."""
    context = ssl.create_default_context()
    if server.secure:
        connection: SMTP = SMTP_SSL(server.host, server.port, sender.domain, timeout=TIMEOUT_S, context=context)
    else:
        connection = SMTP(server.host, server.port, sender.domain, timeout=TIMEOUT_S)
    try:
        connection.ehlo_or_helo_if_needed()
        if not server.secure and connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif not server.secure and not server.is_this_machine:
            raise TransportDown("STARTTLS?")
        if server.user is not None and server.password is not None:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _of_letter(code: int, why: bytes | str) -> Refused | AddressTrouble:
    return Refused(_words(code, why)) if code >= FOR_EVER else AddressTrouble(_words(code, why))


def _words(code: int, why: bytes | str) -> str:
    """What the server said, short enough to be shown."""
    text = why.decode(errors="replace") if isinstance(why, bytes) else why
    return f"{code} {' '.join(text.split())}"[:200]
