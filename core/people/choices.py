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


class Proof(Choice):
    """How a person proved who they are when a session began."""

    PASSWORD = "password", N_("mật khẩu")
    CODE = "code", N_("mật khẩu và mã trên điện thoại")
    PIN = "pin", N_("PIN")
    RENEWED = "renewed", N_("phiên trước, vừa đổi mật khẩu hoặc PIN")
