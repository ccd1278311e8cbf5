"""What a plan of the programme sets targets for."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class TargetKind(Choice):
    """A figure that a year is to reach."""

    PRODUCTS = "products", N_("Sản phẩm được công nhận")
    COOPERATIVES_NEW = "cooperatives_new", N_("HTX, tổ hợp tác mới")
    COOPERATIVES_STRENGTHENED = "cooperatives_strengthened", N_("HTX củng cố, nâng cấp")
    SALES_POINTS = "sales_points", N_("Điểm bán sản phẩm OCOP")
    TRAINED = "trained", N_("Người được tập huấn")
    SALES_VND = "sales_vnd", N_("Tiền bán qua điểm bán")
