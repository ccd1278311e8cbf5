"""E-mail against a real mail server: whole, in every letter of Vietnamese, encrypted, and refused as servers refuse."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from core.machine import tls
from core.settings import BadSetting
from suppliers.messages.integrations.smtp import mailing
from suppliers.messages.integrations.smtp.server import MailServer, read_sender, read_server
from suppliers.messages.transports import AddressTrouble, Letter, Refused, TransportDown

SENDER = read_sender("Điểm bán Quế Võ <tin@diemban.vn>")
LETTER = Letter(
    id="0b7c1f3e-8f0f-4d7f-9a2e-5f4c9c1d2e3f",
    channel="email",
    address="htx@dongque.vn",
    producer="HTX1",
    kind="statement",
    subject="Điểm bán Quế Võ: bảng thanh toán\r\nBcc: ai@khac.vn",
    text="HTX được trả 3.450.000 ₫.\nBcc: ai@khac.vn",
    link="https://ocop.example.vn/portal/statements/1",
    at=datetime(2026, 11, 30, 3, tzinfo=UTC),
    body=b"{}",
)


@dataclass
class Box:
    """What a mail server took, and what it says to the next recipient and the next letter."""

    letters: list[tuple[str, list[str], Any]] = field(default_factory=list)
    to_recipient: str = "250 OK"
    to_letter: str = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        self.letters.append((envelope.mail_from, list(envelope.rcpt_tos), mail))
        return self.to_letter


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def box(app: object) -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[MailServer]:
    """A mail server on this machine that everybody may send through."""
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield MailServer(False, "127.0.0.1", controller.port, None, None)
    controller.stop()


def test_a_letter_arrives_whole_and_is_known_by_its_id(server: MailServer, box: Box) -> None:
    mailing.send(server, SENDER, LETTER)
    mailing.send(server, SENDER, LETTER)
    (sender, recipients, mail), (_sender, _recipients, again) = box.letters
    assert (sender, recipients) == ("tin@diemban.vn", ["htx@dongque.vn"])
    assert mail["Message-ID"] == again["Message-ID"] == f"<{LETTER.id}@diemban.vn>"
    assert mail["From"].addresses[0].display_name == "Điểm bán Quế Võ"
    assert mail["Subject"] == "Điểm bán Quế Võ: bảng thanh toán Bcc: ai@khac.vn" and mail["Bcc"] is None
    assert mail.get_content().splitlines()[0] == "HTX được trả 3.450.000 ₫." and str(LETTER.link) in mail.get_content()


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"to_recipient": "550 no such user"}, Refused),
        ({"to_recipient": "450 mailbox busy"}, AddressTrouble),
        ({"to_letter": "554 looks like spam"}, Refused),
        ({"to_letter": "451 later"}, AddressTrouble),
        ({"to_letter": "421 closing"}, AddressTrouble),
    ],
)
def test_a_server_refuses_for_ever_or_for_now(
    server: MailServer, box: Box, answers: dict[str, str], raised: type[Exception]
) -> None:
    for name, answer in answers.items():
        setattr(box, name, answer)
    with pytest.raises(raised):
        mailing.send(server, SENDER, LETTER)


def test_a_dead_server_blames_no_address(server: MailServer, app: object) -> None:
    with pytest.raises(TransportDown):
        mailing.send(MailServer(False, "127.0.0.1", 1, None, None), SENDER, LETTER)


@dataclass
class Encrypted:
    """A certificate of this machine's own, trusted by the test."""

    context: ssl.SSLContext


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encrypted:
    tls.make(tmp_path, ["127.0.0.1"])
    files = tls.stored(tmp_path)
    assert files is not None
    monkeypatch.setenv("SSL_CERT_FILE", str(next(files.certificate.parent.glob("*root*"), files.certificate)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return Encrypted(context)


def login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"outlet", b"mat:khau")
    return AuthResult(success=good, handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not see that its socket is encrypted
@pytest.mark.parametrize("secure", [True, False], ids=["smtps", "starttls"])
def test_it_logs_in_over_tls_alone(box: Box, encrypted: Encrypted, secure: bool) -> None:
    more: dict[str, Any] = {"authenticator": login, "auth_required": True}
    more |= {"ssl_context": encrypted.context} if secure else {"tls_context": encrypted.context, "require_starttls": True}
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port, auth_require_tls=not secure, **more)
    controller.start()
    try:
        mailing.send(MailServer(secure, "127.0.0.1", port, "outlet", "mat:khau"), SENDER, LETTER)
        with pytest.raises(TransportDown):
            mailing.send(MailServer(secure, "127.0.0.1", port, "outlet", "sai"), SENDER, LETTER)
    finally:
        controller.stop()
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.vn", "smtp://", "smtp://mail.vn:0", "smtp://mail.vn:99999", "smtp://u@mail.vn", "smtp://mail.vn/x",
        "smtps://:p@mail.vn",
    ],
)  # fmt: skip
def test_a_bad_server_is_refused_in_one_line_without_its_password(url: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_server(url)
    assert refused.value.message == "OUTLET_SMTP_URL: not smtp[s]://[user:password@]host:port"


def test_a_server_is_read_with_its_ports_and_a_password_of_any_letters() -> None:
    assert read_server("smtp://mail.vn").port == 587 and read_server("smtps://mail.vn").port == 465
    server = read_server("smtps://tin%40diemban.vn:a%2Fb%40c@mail.vn:2465")
    assert (server.user, server.password, server.port) == ("tin@diemban.vn", "a/b@c", 2465)
    assert "a/b@c" not in repr(server)


@pytest.mark.parametrize("text", ["", "  ", "tin", "tin@", "Điểm bán <tin>", "a@b.vn, c@d.vn", "A <a@b.vn> <c@d.vn>"])
def test_a_bad_sender_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="OUTLET_MAIL_FROM"):
        read_sender(text)
