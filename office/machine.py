"""What the manager must know of the machine the outlet runs on: its clock, and whether others can read along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, current_app, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.db import transaction
from core.machine import clock_check
from core.machine.clock_jumps import WATCH
from core.machine.tls import WARN_BEFORE
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.settings import Settings
from office.results import Decision, Tone

bp = Blueprint("machine", __name__)

CARD = "/settings#machine"


def warnings() -> list[Decision]:
    """What is wrong with the machine, the most urgent first."""
    return [*_clock(), *_connection()]


@bp.post("/settings/clock/confirm")
@needs(Permit.MANAGE)
def confirm() -> Response:
    """Takes the server's present time for right."""
    actor = current_actor()
    transaction(lambda: clock_check.confirm(actor))
    flash(_("Đã xác nhận giờ máy chủ. Bán tiếp được ngay."), "good")
    return redirect("/settings")


def clock_differs() -> bool:
    """Whether the clock waits for the manager's word."""
    return clock_check.state_now().differs


def _clock() -> list[Decision]:
    """A clock far from the last posting, which stops selling, or one that was set while the outlet ran."""
    state, jump = clock_check.state_now(), WATCH.latest()
    if state.differs and state.last_posting:
        return [
            Decision(
                sentence=_(
                    "Giờ máy chủ là %(now)s, còn lần ghi sổ gần nhất là %(last)s",
                    now=_moment(state.now),
                    last=_moment(state.last_posting),
                ),
                detail=_("Máy chưa bán được. Giờ sai thì chỉnh lại giờ máy chủ; giờ đúng thì bấm xác nhận."),
                href=CARD,
                action=_("Xem"),
                tone=Tone.BAD,
            )
        ]
    if jump is None:
        return []
    minutes = abs(round(jump.by.total_seconds() / 60))
    moved = _("lùi %(n)s phút", n=minutes) if jump.by < timedelta() else _("tiến %(n)s phút", n=minutes)
    return [
        Decision(
            sentence=_("Giờ máy chủ vừa %(moved)s, lúc %(at)s", moved=moved, at=_moment(jump.at)),
            detail=_("Hãy xem giờ máy chủ có đúng không."),
            href="/settings",
            action=_("Xem"),
            tone=Tone.WARN,
        )
    ]


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%H:%M %d/%m/%Y}"


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
