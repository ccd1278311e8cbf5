"""How the report of the programme groups sales."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class PackKey(Choice):
    """What sales of the programme's report are grouped by; each group's rows add up to all sales of the span."""

    STARS = "stars", N_("Hạng sao")
    COMMUNE = "commune", N_("Xã, phường")
    KIND = "kind", N_("Loại nhà sản xuất")
    SET = "set", N_("Bộ sản phẩm")
    MONTH = "month", N_("Tháng")


class PackFormat(Choice):
    """How the report is sent."""

    JSON = "json", "JSON"
    XLSX = "xlsx", "Excel"
    PDF = "pdf", "PDF"
