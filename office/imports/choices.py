"""The closed lists of imports."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_


class ImportKind(Choice):
    """What a file holds. Each is a module here and a line in `registry`."""

    BANK_FILE = "bank_file", N_("Sao kê ngân hàng")


class RowDoes(Choice):
    """What a row would do."""

    CREATE = "create", N_("thêm mới")
    CHANGE = "change", N_("sửa")
    SAME = "same", N_("không đổi gì")
    REFUSED = "refused", N_("bị từ chối")


class TemplateFormat(StrEnum):
    """How a template is sent."""

    XLSX = "xlsx"
    CSV = "csv"
