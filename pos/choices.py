"""The closed lists of selling. CHECK constraints, requests, labels, reports and the till's boot data derive from them."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_
from suppliers.choices import DISCOUNT_BEARER_LABELS, Bearer


class PaymentMethod(Choice):
    """How a part of a sale is paid, or money goes back; the till offers them in this order."""

    CASH = "cash", N_("tiền mặt")
    VIETQR = "vietqr", N_("VietQR")
    CARD = "card", N_("thẻ")
    VOUCHER = "voucher", N_("phiếu mua hàng")
    ACCOUNT = "account", N_("ghi nợ")
    EXCHANGE = "exchange", N_("đổi hàng")

    @property
    def is_chosen(self) -> bool:
        """Whether somebody chooses it; what goods taken back are worth pays in an exchange alone."""
        return self is not PaymentMethod.EXCHANGE

    @property
    def slip_label(self) -> str:
        """Its name on slips and in reports, a message id."""
        return N_("Chuyển khoản VietQR") if self is PaymentMethod.VIETQR else self.label

    @property
    def refund_label(self) -> str:
        """Its name where money goes back, a message id: by a transfer, not by a code to scan."""
        return N_("Chuyển khoản") if self is PaymentMethod.VIETQR else self.label


class PaymentState(StrEnum):
    """Whether the money is here: a transfer is unconfirmed until a person or the bank says so."""

    RECEIVED = "received"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


class ShiftState(StrEnum):
    """Whether a shift is open."""

    OPEN = "open"
    CLOSED = "closed"


class CashMoveKind(Choice):
    """Which way cash moves: into the drawer or out of it."""

    IN = "in", N_("nộp vào két")
    OUT = "out", N_("rút khỏi két")


class Condition(StrEnum):
    """What happens to goods that come back: sold again, or written off."""

    RESELL = "resell"
    SPOILED = "spoiled"


class FlagCode(Choice):
    """What about a sale or refund does not fit and waits for a manager."""

    PRICE_DIFFERS = "price_differs", N_("giá khác giá niêm yết")
    STOCK_SHORT = "stock_short", N_("bán quá số tồn kho")
    EXPIRED_LOT = "expired_lot", N_("lô hết hạn")
    RECALLED_LOT = "recalled_lot", N_("lô đã thu hồi")
    UNKNOWN_LOT = "unknown_lot", N_("tem ghi lô không có trong sổ")
    APPROVAL_MISSING = "approval_missing", N_("thiếu người duyệt")
    NO_AGREEMENT = "no_agreement", N_("chưa có hợp đồng")
    CLOCK_DIFFERS = "clock_differs", N_("đồng hồ máy bán hàng lệch")
    SHIFT_CLOSED = "shift_closed", N_("ca đã đóng")
    BEFORE_COUNT = "before_count", N_("trước lần kiểm kê")
    LATE = "late", N_("gửi muộn")
    RATE_DIFFERS = "rate_differs", N_("tỷ lệ chia hoặc thuế suất đã đổi")
    SELLER_DIFFERS = "seller_differs", N_("thu ngân không có ở máy hôm đó")
    UNPRINTED_SHEET = "unprinted_sheet", N_("phiếu viết tay mang số chưa in")
    CREDIT_REFUSED = "credit_refused", N_("khách nợ quá hạn mức")
    VOUCHER_REFUSED = "voucher_refused", N_("phiếu mua hàng không dùng được")
    OFFER_DIFFERS = "offer_differs", N_("khuyến mãi khác lúc bán")


class Approved(Choice):
    """What a cashier may not do alone and a manager approved."""

    PRICE = "price", N_("bán giá khác giá niêm yết")
    DISCOUNT = "discount", N_("giảm giá quá mức")
    EXPIRED_LOT = "expired_lot", N_("bán hàng quá hạn")
    SHORT_STOCK = "short_stock", N_("bán quá số tồn kho")
    CREDIT = "credit", N_("bán ghi nợ quá hạn mức")
    NO_SLIP = "no_slip", N_("trả hàng không có phiếu")
    REFUND_AMOUNT = "refund_amount", N_("trả lại nhiều tiền")
    REFUND_AGE = "refund_age", N_("trả hàng đã mua lâu")
    REFUND_METHOD = "refund_method", N_("trả tiền bằng cách khác lúc mua")
    FRESH_GOODS = "fresh_goods", N_("nhận lại hàng tươi để bán tiếp")
    CASH_OUT = "cash_out", N_("rút tiền khỏi két quá mức")
    OWN_CONFIRM = "own_confirm", N_("xác nhận chuyển khoản của đơn mình bán")
    CLOSE = "close", N_("đóng ca của người khác")
    RECOUNT = "recount", N_("đếm lại két")
    CORRECTION = "correction", N_("sửa cách trả tiền, bớt tiền mặt")
    COUNT = "count", N_("kiểm kê lệch quá mức")
    LOSS = "loss", N_("hao hụt quá mức")


class OfferKind(Choice):
    """How an offer takes something off; of each kind a line gets one."""

    PERCENT = "percent", N_("giảm theo phần trăm")
    AMOUNT = "amount", N_("giảm tiền mỗi đơn vị")
    PRICE = "price", N_("đồng giá mỗi đơn vị")
    BUY_GET = "buy_get", N_("mua và tặng")
    BASKET = "basket", N_("giảm khi đơn đủ tiền")
    AGE = "age", N_("giảm khi gần hết hạn")


class OfferBearer(Choice):
    """Who bears what an offer or basket takes off."""

    OUTLET = "outlet", N_("điểm bán")
    PRODUCER = "producer", N_("nhà sản xuất")
    SHARED = "shared", DISCOUNT_BEARER_LABELS[Bearer.SHARED]
    AGREEMENT = "agreement", N_("theo hợp đồng của từng nhà sản xuất")

    @property
    def named(self) -> Bearer | None:
        """The bearer it names itself; None where each line's term does."""
        return None if self is OfferBearer.AGREEMENT else Bearer(self.value)


class OfferScope(Choice):
    """What an offer is on."""

    PRODUCTS = "products", N_("sản phẩm")
    SETS = "sets", N_("bộ sản phẩm")
    PRODUCERS = "producers", N_("nhà sản xuất")
    LOTS = "lots", N_("lô hàng")
    ALL = "all", N_("tất cả hàng")


class LikelyCauseCode(StrEnum):
    """What may have made a drawer's difference (contract of the outlet, section 12)."""

    OTHER_METHOD = "other_method"
    LATE_SALE = "late_sale"
    REFUND_UNPAID = "refund_unpaid"
    FACTOR_OF_TEN = "factor_of_ten"
    FLOAT_TWICE = "float_twice"


class Banknote(StrEnum):
    """Notes in circulation, by their value in đồng (State Bank of Vietnam)."""

    VND_500000 = "500000"
    VND_200000 = "200000"
    VND_100000 = "100000"
    VND_50000 = "50000"
    VND_20000 = "20000"
    VND_10000 = "10000"
    VND_5000 = "5000"
    VND_2000 = "2000"
    VND_1000 = "1000"
    VND_500 = "500"
    VND_200 = "200"
    VND_100 = "100"

    @property
    def value_vnd(self) -> int:
        """What the note is worth."""
        return int(self.value)
