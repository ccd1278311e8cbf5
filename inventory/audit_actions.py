"""The stock's words in the audit trail."""

from core.i18n import N_

PLACE_RECORDED = "place.recorded"
RECEIVED = "goods.received"
RETURNED = "goods.returned"
LOST = "goods.lost"
MOVED = "goods.moved"
COUNTED = "goods.counted"
RECALLED = "lot.recalled"
REVERSED = "goods.reversed"
LABELS_PRINTED = "labels.printed"
SET_ASIDE = "goods.set_aside"
SET_ASIDE_CANCELLED = "goods.set_aside_cancelled"
EXPIRY_DECIDED = "lot.expiry_decided"
EXPIRY_ASKED = "lot.expiry_asked"
ANNOUNCED = "announcement.recorded"
ANNOUNCEMENT_CANCELLED = "announcement.cancelled"
CALLED_UP = "call_up.made"
CALL_UP_ANSWERED = "call_up.answered"
CALL_UP_CANCELLED = "call_up.cancelled"
SESSION_OPENED = "count_session.opened"
SESSION_CLOSED = "count_session.closed"
SESSION_DROPPED = "count_session.dropped"
COUNTERSIGNED = "count.countersigned"
COUNT_ANSWERED = "count.answered"
OVERSOLD_DECIDED = "oversold.decided"
FAIR_RECORDED = "fair.recorded"
FEEDBACK_SHOWN = "feedback.shown"
FEEDBACK_HIDDEN = "feedback.hidden"
CASE_NOTED = "feedback_case.noted"
CASE_CLOSED = "feedback_case.closed"
PHONES_ERASED = "feedback.phones_erased"
LABELS = {
    PLACE_RECORDED: N_("thêm hoặc sửa nơi để hàng"),
    RECEIVED: N_("nhận hàng"),
    RETURNED: N_("trả hàng nhà sản xuất"),
    LOST: N_("ghi hao hụt"),
    MOVED: N_("chuyển hàng"),
    COUNTED: N_("kiểm kê"),
    RECALLED: N_("thu hồi lô"),
    REVERSED: N_("hủy phiếu hàng"),
    LABELS_PRINTED: N_("in tem"),
    SET_ASIDE: N_("để riêng hàng trả"),
    SET_ASIDE_CANCELLED: N_("bỏ để riêng hàng trả"),
    EXPIRY_DECIDED: N_("chọn cách xử lý lô gần hết hạn"),
    EXPIRY_ASKED: N_("đề nghị, nhắc nhà sản xuất về lô gần hết hạn"),
    ANNOUNCED: N_("báo hoặc sửa lần giao hàng"),
    ANNOUNCEMENT_CANCELLED: N_("hủy báo hàng"),
    CALLED_UP: N_("gọi hàng"),
    CALL_UP_ANSWERED: N_("trả lời lời gọi hàng"),
    CALL_UP_CANCELLED: N_("hủy lời gọi hàng"),
    SESSION_OPENED: N_("mở đợt kiểm kê"),
    SESSION_CLOSED: N_("ghi sổ đợt kiểm kê"),
    SESSION_DROPPED: N_("bỏ đợt kiểm kê"),
    COUNTERSIGNED: N_("nhà sản xuất xác nhận kiểm kê"),
    OVERSOLD_DECIDED: N_("xem xét hàng bán quá sổ"),
    FEEDBACK_SHOWN: N_("cho hiện lời khách"),
    FEEDBACK_HIDDEN: N_("không cho hiện lời khách"),
    CASE_NOTED: N_("ghi vào vụ khiếu nại"),
    CASE_CLOSED: N_("đóng vụ khiếu nại"),
    PHONES_ERASED: N_("xóa số điện thoại khách để lại"),
    FAIR_RECORDED: N_("thêm hoặc sửa hội chợ"),
    COUNT_ANSWERED: N_("trả lời câu hỏi về kiểm kê"),
}
FIELDS = {
    "where": N_("Ở đâu"),
    "lines": N_("Số dòng"),
    "uid": N_("Mã chứng từ"),
    "state": N_("Trạng thái"),
    "lot": N_("Lô"),
    "pieces": N_("Số tem"),
    "stock": N_("Khổ tem"),
    "expected_on": N_("Ngày giao"),
    "made_on": N_("Ngày sản xuất"),
    "best_before": N_("Hạn sử dụng"),
    "call_up": N_("Lời gọi hàng"),
    "delivery": N_("Phiếu nhận hàng"),
    "announced_at": N_("Báo lúc"),
    "announced_by": N_("Người báo"),
}
