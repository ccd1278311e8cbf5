"""The closed lists of the stock pages."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class Need(Choice):
    """Why goods want to be looked at; a chip of the stock page each."""

    LOW = "low", N_("Sắp hết")
    EXPIRING = "expiring", N_("Sắp hết hạn")
    OLD = "old", N_("Để lâu")


class StockOrder(Choice):
    """What the stock page is sorted by; `URGENT` puts what needs doing first."""

    URGENT = "urgent", N_("Việc cần làm")
    NAME = "name", N_("Sản phẩm")
    ON_HAND = "on_hand", N_("Còn")
    SOLD = "sold", N_("Bán mỗi ngày")
    COVER = "cover", N_("Đủ bán")
    BEST_BEFORE = "best_before", N_("Hạn gần nhất")
    LOTS = "lots", N_("Lô")
    VALUE = "value", N_("Trị giá")
