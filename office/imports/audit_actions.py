"""What imports write into the audit trail."""

from __future__ import annotations

from core.i18n import N_

IMPORTED = "import.committed"
LABELS = {IMPORTED: N_("Nhập từ tệp")}
FIELDS = {"creates": N_("Thêm mới"), "changes": N_("Sửa")}
