"""The acts about vouchers in the audit trail."""

from core.i18n import N_

VOUCHER_RECORDED = "voucher.recorded"

LABELS = {VOUCHER_RECORDED: N_("thêm hoặc sửa phiếu mua hàng")}
FIELDS = {"value_vnd": N_("Trị giá"), "refund": N_("Phiếu trả hàng")}
