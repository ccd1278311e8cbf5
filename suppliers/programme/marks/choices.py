"""The closed list of marks."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class MarkPlace(Choice):
    """Where a mark may stand."""

    LABEL = "label", N_("trên tem")
    PAGE = "page", N_("trên trang khách xem")
    PAPER = "paper", N_("trên giấy in")
