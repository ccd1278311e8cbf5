"""What screens say for the codes that books and documents hold; message ids.

An area registers the labels of its own closed lists (`register`), which stand beside the enum.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from core.i18n import N_

WORDS: dict[str, Mapping[str, str]] = {
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
