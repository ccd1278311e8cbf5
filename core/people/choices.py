"""Closed lists of people and their sessions."""

from __future__ import annotations

from enum import StrEnum


class SessionEnd(StrEnum):
    """Why a session ended before its time was over."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    ENDED = "ended"
    SECRET_CHANGED = "secret_changed"  # noqa: S105  # a reason, not a secret
    LOCKED = "locked"
    ROLE_CHANGED = "role_changed"
