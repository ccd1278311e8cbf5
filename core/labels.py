"""What screens say for the codes that books and documents hold; message ids.

An area registers the labels of its own closed lists (`register`), which stand beside the enum.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from core.i18n import N_

WORDS: dict[str, Mapping[str, str]] = {
    "report": {"expired": N_("Đã quá hạn"), "near_expiry": N_("Sắp hết hạn"), "sale": N_("Bán hàng"), "refund": N_("Trả hàng")},
    "book": {
        "received": N_("Nhận hàng"),
        "sold": N_("Bán"),
        "refunded": N_("Khách trả hàng"),
        "returned": N_("Trả hàng nhà sản xuất"),
        "lost": N_("Hao hụt"),
        "count": N_("Kiểm kê"),
        "charge": N_("Trừ chi phí"),
        "adjustment": N_("Điều chỉnh"),
        "payout": N_("Chi trả"),
    },
    "cause": {
        "damage": N_("hỏng, vỡ"),
        "expiry": N_("hết hạn"),
        "theft": N_("mất"),
        "count": N_("thiếu khi kiểm kê"),
        "sampling": N_("lấy mẫu, dùng thử"),
        "recall": N_("thu hồi"),
    },
    "producer_kind": {
        "cooperative": N_("Hợp tác xã"),
        "group": N_("Tổ hợp tác"),
        "enterprise": N_("Doanh nghiệp"),
        "household": N_("Hộ kinh doanh"),
    },
    "bearer": {"outlet": N_("điểm bán"), "producer": N_("nhà sản xuất"), "shared": N_("mỗi bên một nửa")},
    "discount_bearer": {
        "outlet": N_("điểm bán"),
        "producer": N_("nhà sản xuất"),
        "shared": N_("cả hai, theo tỷ lệ chia"),
    },
    "vat_kept_by": {"producer": N_("nhà sản xuất"), "outlet": N_("điểm bán")},
    "vat": {
        "KCT": N_("Không chịu thuế"),
        "KKKNT": N_("Không phải kê khai, nộp thuế"),
        "0": N_("0 %"),
        "5": N_("5 %"),
        "8": N_("8 %"),
        "10": N_("10 %"),
    },
    "method": {
        "cash": N_("tiền mặt"),
        "vietqr": N_("VietQR"),
        "card": N_("thẻ"),
        "voucher": N_("phiếu mua hàng"),
        "bank": N_("chuyển khoản"),
    },
    "outside": {"@producer": N_("nhà sản xuất"), "@customer": N_("khách hàng"), "@loss": N_("hao hụt"), "@found": N_("tìm thấy")},
    "flag": {
        "price_differs": N_("giá khác giá niêm yết"),
        "stock_short": N_("bán quá số tồn kho"),
        "expired_lot": N_("lô hết hạn"),
        "recalled_lot": N_("lô đã thu hồi"),
        "approval_missing": N_("thiếu người duyệt"),
        "no_agreement": N_("chưa có hợp đồng"),
        "clock_differs": N_("đồng hồ máy bán hàng lệch"),
        "shift_closed": N_("ca đã đóng"),
        "before_count": N_("trước lần kiểm kê"),
        "unknown_lot": N_("tem ghi lô không có trong sổ"),
    },
}


def register(group: str, labels: Mapping[str, str]) -> None:
    """Adds the labels of a closed list, by value."""
    WORDS[group] = labels


def say(value: str | None, group: str) -> str:
    """A code in people's words; a code without words stays itself."""
    if value is None:
        return ""
    sentence = WORDS[group].get(value)
    return str(gettext(sentence)) if sentence else value


def options(group: str) -> list[tuple[str, str]]:
    """A group as the choices of a select."""
    return [(value, str(gettext(sentence))) for value, sentence in WORDS[group].items()]
