"""The acts about customers and vouchers in the audit trail."""

from core.i18n import N_

CUSTOMER_RECORDED = "customer.recorded"
CUSTOMER_ERASED = "customer.erased"
ACCOUNT_PAID = "account.paid"
ACCOUNT_PAYMENT_REVERSED = "account.payment_reversed"

LABELS = {
    CUSTOMER_RECORDED: N_("thêm hoặc sửa khách hàng"),
    CUSTOMER_ERASED: N_("xóa khách hàng"),
    ACCOUNT_PAID: N_("thu nợ của khách"),
    ACCOUNT_PAYMENT_REVERSED: N_("hủy lần thu nợ"),
}
FIELDS = {
    "company": N_("Tên đơn vị"),
    "email": N_("Email"),
    "consent": N_("Đồng ý lưu thông tin"),
    "credit_limit_vnd": N_("Hạn mức nợ"),
    "customer": N_("Khách hàng"),
}
