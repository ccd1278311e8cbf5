"""The code that a fresh outlet asks of whoever names its first manager: else the first on the network would be the manager."""

from __future__ import annotations

import base64
import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from core.errors import Invalid
from core.i18n import N_
from core.machine.proxies import WAS_FORWARDED
from core.people import rate_limits
from core.people.hashing import keyed

_FORWARDED = ("Forwarded", "X-Real-Ip")


def set_up_code() -> str:
    """The outlet's code, made of its secret key: eight letters and digits. The server prints it, `flask outlet code` too."""
    digest = base64.b32encode(bytes.fromhex(keyed("set-up code", "")))[:8].decode()
    return f"{digest[:4]}-{digest[4:]}"


def is_asked() -> bool:
    """Whether this request must bring the code: it does not come from the machine itself, or a proxy stands between."""
    try:
        host = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return True
    is_direct = not request.environ.get(WAS_FORWARDED) and not any(name in request.headers for name in _FORWARDED)
    return not (is_direct and is_loopback(request.remote_addr or "") and is_loopback(host))


def is_loopback(host: str) -> bool:
    """Whether an address is reached from its own machine alone."""
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def check(typed: str) -> None:
    """Raises Invalid for a wrong code, and TooMany for whoever guesses."""
    with rate_limits.attempt(rate_limits.Kind.PASSWORD, "set-up code") as answer:
        plain = "".join(c for c in typed.upper() if c.isalnum()).encode()
        if hmac.compare_digest(plain, set_up_code().replace("-", "").encode()):
            answer.append(True)
    if not answer:
        raise Invalid(("code", N_("Mã chưa đúng. Xem mã ở cửa sổ đang chạy máy chủ, hoặc chạy lệnh flask outlet code.")))
