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
SESSION_OPENED = "count_session.opened"
SESSION_CLOSED = "count_session.closed"
SESSION_DROPPED = "count_session.dropped"

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
    SESSION_OPENED: N_("mở đợt kiểm kê"),
    SESSION_CLOSED: N_("ghi sổ đợt kiểm kê"),
    SESSION_DROPPED: N_("bỏ đợt kiểm kê"),
}
FIELDS = {"lines": N_("Số dòng"), "lot": N_("Lô"), "pieces": N_("Số tem"), "stock": N_("Khổ tem")}
