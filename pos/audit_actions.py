"""The acts of selling in the audit trail."""

from core.audit_actions import APPROVED as APPROVED
from core.audit_actions import REPRINTED as REPRINTED
from core.i18n import N_

TILL_RECORDED = "till.recorded"
SHIFT_OPENED = "shift.opened"
SHIFT_CLOSED = "shift.closed"
CASH_MOVED = "cash.moved"
SOLD = "sale.recorded"
REFUNDED = "refund.recorded"
CONFIRMED = "payment.confirmed"
FLAG_REVIEWED = "flag.reviewed"
PAD_NUMBERED = "pad.numbered"
SHEET_SPOILED = "sheet.spoiled"
DRAWER_OPENED = "drawer.opened"
CART_VOIDED = "cart.voided"
RECOUNTED = "shift.recounted"
PAYMENTS_CORRECTED = "payments.corrected"
EXCHANGED = "exchange.recorded"
CART_HELD = "cart.held"
CART_TAKEN = "cart.taken"
OFFER_RECORDED = "offer.recorded"
OFFER_AGREED = "offer.agreed"
BASKET_RECORDED = "basket.recorded"
BASKET_AGREED = "basket.agreed"
DISPLAY_PAIRED = "display.paired"
DISPLAY_ENDED = "display.ended"
TILL_TAKEN_OVER = "till.taken_over"

LABELS = {
    TILL_RECORDED: N_("thêm hoặc sửa máy bán hàng"),
    SHIFT_OPENED: N_("mở ca"),
    SHIFT_CLOSED: N_("đóng ca"),
    CASH_MOVED: N_("nộp vào hoặc rút khỏi két"),
    SOLD: N_("bán hàng"),
    REFUNDED: N_("nhận trả hàng"),
    CONFIRMED: N_("xác nhận chuyển khoản"),
    FLAG_REVIEWED: N_("đánh dấu đã xem"),
    PAD_NUMBERED: N_("lấy số cho phiếu viết tay"),
    SHEET_SPOILED: N_("ghi tờ viết tay bị hỏng"),
    DRAWER_OPENED: N_("mở két không bán hàng"),
    CART_VOIDED: N_("bỏ món khỏi đơn"),
    RECOUNTED: N_("đếm lại két"),
    PAYMENTS_CORRECTED: N_("sửa cách trả tiền"),
    EXCHANGED: N_("đổi hàng"),
    CART_HELD: N_("giữ đơn"),
    CART_TAKEN: N_("lấy lại đơn giữ"),
    OFFER_RECORDED: N_("thêm hoặc sửa khuyến mãi"),
    OFFER_AGREED: N_("đồng ý chịu khuyến mãi"),
    BASKET_RECORDED: N_("thêm hoặc sửa giỏ quà"),
    BASKET_AGREED: N_("đồng ý chịu phần giảm của giỏ quà"),
    DISPLAY_PAIRED: N_("ghép màn hình khách"),
    DISPLAY_ENDED: N_("ngắt màn hình khách"),
    TILL_TAKEN_OVER: N_("nhận máy từ thiết bị khác"),
}
FIELDS = {
    "till": N_("Máy bán hàng"),
    "place": N_("Nơi để hàng"),
    "printer": N_("Máy in"),
    "paper_mm": N_("Khổ giấy"),
    "float_vnd": N_("Tiền đầu ca"),
    "expected_vnd": N_("Theo sổ"),
    "counted_vnd": N_("Đếm được"),
    "total_vnd": N_("Tổng cộng"),
    "flags": N_("Cần xem lại"),
    "sale": N_("Đơn bán"),
    "notice": N_("Báo có ngân hàng"),
    "n": N_("Thứ tự"),
    "sheets": N_("Số tờ"),
    "what": N_("Việc duyệt"),
    "payments": N_("Cách trả tiền"),
    "refund": N_("Lần trả hàng"),
    "cart": N_("Đơn giữ"),
    "held_at": N_("Lúc giữ"),
    "held_by": N_("Người giữ"),
    "whole_cart": N_("Bỏ cả đơn"),
    "from": N_("Từ ngày"),
    "to": N_("Đến ngày"),
    "days": N_("Ngày trong tuần"),
    "hours": N_("Giờ"),
    "on": N_("Cho hàng nào"),
    "buy": N_("Mua"),
    "get": N_("Tặng"),
    "threshold_vnd": N_("Từ số tiền"),
    "steps": N_("Mức giảm theo ngày còn lại"),
    "bearer": N_("Ai chịu"),
    "priority": N_("Thứ tự"),
    "agreed": N_("Đã đồng ý"),
    "asks": N_("Chờ đồng ý"),
    "producers": N_("Nhà sản xuất"),
    "products": N_("Sản phẩm"),
    "sets": N_("Bộ sản phẩm"),
    "lots": N_("Lô"),
    "quantity": N_("Số lượng"),
    "days_left": N_("Số ngày còn lại"),
    "items": N_("Hàng trong giỏ"),
    "wrapping": N_("Bao bì"),
    "device": N_("Thiết bị"),
    "device_before": N_("Thiết bị trước"),
}
