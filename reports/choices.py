"""The closed lists of the reports, with what screens say for them."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_


class SalesKey(Choice):
    """What sales may be grouped by."""

    PRODUCER = "producer", N_("Nhà sản xuất")
    PRODUCT = "product", N_("Sản phẩm")
    SET = "set", N_("Bộ sản phẩm")
    COMMUNE = "commune", N_("Xã, phường")
    STARS = "stars", N_("Hạng sao")
    HOUR = "hour", N_("Giờ")
    DAY = "day", N_("Ngày")
    WEEK = "week", N_("Tuần")
    MONTH = "month", N_("Tháng")
    METHOD = "method", N_("Cách thanh toán")
    CASHIER = "cashier", N_("Thu ngân")
    TILL = "till", N_("Máy bán hàng")
    GROUP = "group", N_("Nhóm ưu tiên")
    KIND = "kind", N_("Loại hình nhà sản xuất")
    WEEKDAY = "weekday", N_("Thứ trong tuần")
    OFFER = "offer", N_("Ưu đãi")
    BASKET = "basket", N_("Giỏ quà")
    VAT = "vat", N_("Loại thuế GTGT")

    @property
    def is_time(self) -> bool:
        """Whether the rows follow each other in time."""
        return self in {SalesKey.HOUR, SalesKey.DAY, SalesKey.WEEKDAY, SalesKey.WEEK, SalesKey.MONTH}

    @property
    def is_internal(self) -> bool:
        """Whether it tells of the outlet's staff and cash, which only a manager sees."""
        return self in {SalesKey.METHOD, SalesKey.CASHIER, SalesKey.TILL}

    @property
    def is_for_producers(self) -> bool:
        """Whether a producer may group its own sales by it. Source: contract of the outlet, section 9."""
        return not self.is_internal and self not in _NOT_FOR_PRODUCERS


_NOT_FOR_PRODUCERS = frozenset({SalesKey.GROUP, SalesKey.KIND, SalesKey.WEEKDAY, SalesKey.OFFER, SalesKey.BASKET, SalesKey.VAT})


class Compare(Choice):
    """What a span of days is compared with."""

    PREVIOUS = "previous", N_("Kỳ trước")
    LAST_YEAR = "last_year", N_("Cùng kỳ năm trước")


class GoodsKey(StrEnum):
    """What goods in and out may be grouped by."""

    PRODUCT = "product"
    PRODUCER = "producer"


class Format(StrEnum):
    """How a report is sent."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class Surplus(Choice):
    """What stands in the place of a cause where a count found more than the book says."""

    FOUND = "found", N_("thừa khi kiểm kê")


class ExpiryState(Choice):
    """How a lot stands to its date."""

    EXPIRED = "expired", N_("Đã quá hạn")
    NEAR_EXPIRY = "near_expiry", N_("Sắp hết hạn")


class ApprovedDocument(Choice):
    """What was approved; UNKNOWN where the document never arrived."""

    SALE = "sale", N_("Bán hàng")
    REFUND = "refund", N_("Trả hàng")
    CASH_MOVE = "cash_move", N_("Nộp, rút tiền")
    SHIFT = "shift", N_("Ca")
    COUNT = "count", N_("Kiểm kê")
    LOSS = "loss", N_("Hao hụt")
    UNKNOWN = ""


class ExceptionKind(Choice):
    """What the list of exceptions holds: acts by hand that move money, give it away, or could hide that it went."""

    CASH_IN = "cash_in", N_("Nộp vào két")
    CASH_OUT = "cash_out", N_("Rút khỏi két")
    REFUND = "refund", N_("Trả hàng")
    DISCOUNT = "discount", N_("Giảm giá")
    OWN_CONFIRM = "own_confirm", N_("Tự xác nhận chuyển khoản")
    CORRECTION = "correction", N_("Sửa cách trả tiền")
    DRAWER_OPENING = "drawer_opening", N_("Mở két không bán hàng")
    VOID = "void", N_("Bỏ món khỏi đơn")
    VOIDED_CART = "voided_cart", N_("Bỏ cả đơn")
    REPRINT = "reprint", N_("In lại phiếu")


class Tab(StrEnum):
    """Reports that stand together on a page."""

    MONEY = "money"
    STOCK = "stock"
