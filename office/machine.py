"""What the manager must know of the machine the outlet runs on: whether others can read along."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from flask_babel import gettext as _

from core import clock
from core.machine.tls import WARN_BEFORE
from core.settings import Settings
from office.results import Decision, Tone

CARD = "/settings#machine"


def warnings() -> list[Decision]:
    """What is wrong with the machine, the most urgent first."""
    return _connection()


def _connection() -> list[Decision]:
    """Passwords that go over the shop's Wi-Fi in the clear, or a certificate that ends soon."""
    config: Settings = current_app.extensions["outlet_settings"]
    if config.tls is None:
        if config.is_local or config.proxies:
            return []
        return [
            Decision(
                sentence=_("Mật khẩu và PIN đi qua mạng của quán mà không được mã hóa"),
                detail=_("Người dùng chung Wi-Fi đọc được. Trên máy chủ, chạy flask tls init rồi khởi động lại."),
                href=CARD,
                action=_("Xem"),
                tone=Tone.WARN,
            )
        ]
    ends = config.tls.ends_at()
    if ends is None or ends - datetime.now(UTC) > WARN_BEFORE:
        return []
    return [
        Decision(
            sentence=_("Chứng chỉ HTTPS hết hạn ngày %(day)s", day=f"{clock.local(ends):%d/%m/%Y}"),
            detail=_("Trên máy chủ, chạy flask tls init --replace rồi khởi động lại; mỗi máy tính bảng tin lại một lần."),
            href=CARD,
            action=_("Xem"),
            tone=Tone.WARN,
        )
    ]
