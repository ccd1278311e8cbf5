"""The closed lists of the programme's files."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_

STEPS = (
    N_("Tuyên truyền, hướng dẫn"),
    N_("Đăng ký ý tưởng"),
    N_("Nhận phương án"),
    N_("Triển khai"),
    N_("Đánh giá, xếp hạng"),
    N_("Xúc tiến thương mại"),
)
"""The six steps of the programme's yearly round, from 1 on."""
PRIORITY_GROUPS = (
    N_("chủ lực, đặc trưng"),
    N_("sản phẩm mới, hiệu quả cao"),
    N_("sản phẩm an toàn"),
)
"""The three groups in which ideas are chosen, the first before the others."""


class FileState(Choice):
    """How far a file has come. A council's points mean no stars before the paper that recognises them."""

    UNSCORED = "unscored", N_("chưa chấm điểm")
    BELOW = "below", N_("chưa đủ 3 sao")
    AWAITING = "awaiting", N_("chờ quyết định")
    RECOGNISED = "recognised", N_("đã được công nhận")
