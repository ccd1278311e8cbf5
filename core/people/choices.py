"""Closed lists of people and their sessions."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_


class SessionEnd(StrEnum):
    """Why a session ended before its time was over."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    ENDED = "ended"
    SECRET_CHANGED = "secret_changed"  # noqa: S105  # a reason, not a secret
    LOCKED = "locked"
    ROLE_CHANGED = "role_changed"


class Theme(Choice):
    """The colours of the screen; `auto` follows the device."""

    AUTO = "auto", N_("theo máy")
    LIGHT = "light", N_("sáng")
    DARK = "dark", N_("tối")


class TypeSize(Choice):
    """How large type is."""

    NORMAL = "normal", N_("vừa")
    LARGE = "large", N_("to")


class Right(Choice):
    """What somebody of a producer may do there. `see` is everybody's."""

    SEE = "see", N_("xem hàng, tiền, bảng thanh toán")
    ANSWER = "answer", N_("trả lời, hỏi lại, báo hàng, đề nghị giá")
    ACCEPT = "accept", N_("đồng ý bảng thanh toán, xác nhận hợp đồng")


class Proof(Choice):
    """How a person proved who they are when a session began."""

    PASSWORD = "password", N_("mật khẩu")
    CODE = "code", N_("mật khẩu và mã trên điện thoại")
    PIN = "pin", N_("PIN")
    LINK = "link", N_("lời mời của điểm bán")
    RENEWED = "renewed", N_("phiên trước, vừa đổi mật khẩu hoặc PIN")
