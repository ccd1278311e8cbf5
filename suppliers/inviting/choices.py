"""Where an invitation stands."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class InvitationState(Choice):
    """An invitation is open until somebody opens it, a manager takes it back, or its time is over."""

    OPEN = "open", N_("chờ mở")
    OPENED = "opened", N_("đã mở")
    WITHDRAWN = "withdrawn", N_("đã thu lại")
    EXPIRED = "expired", N_("đã hết hạn")
