"""The closed lists of inspections."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class InspectionSubject(Choice):
    """What an inspection looked at."""

    FOOD_SAFETY = "food_safety", N_("an toàn thực phẩm")
    ENVIRONMENT = "environment", N_("môi trường")


class InspectionOutcome(Choice):
    """What an inspection found."""

    MET = "met", N_("đạt")
    TO_MEND = "to_mend", N_("phải khắc phục")
    NOT_MET = "not_met", N_("không đạt")


class InspectionState(Choice):
    """Where an inspection stands: what was found wanting is open until another of the same subject follows."""

    CLOSED = "closed", N_("xong")
    OPEN = "open", N_("chờ kiểm tra lại")
    OVERDUE = "overdue", N_("quá hạn khắc phục")
