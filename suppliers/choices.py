"""The closed lists of the suppliers' area. CHECK constraints, requests, labels and reports derive from them."""

from __future__ import annotations

from enum import StrEnum

from core.choices import Choice
from core.i18n import N_


class ProducerKind(Choice):
    """What a producer is in law."""

    COOPERATIVE = "cooperative", N_("Hợp tác xã")
    GROUP = "group", N_("Tổ hợp tác")
    ENTERPRISE = "enterprise", N_("Doanh nghiệp")
    HOUSEHOLD = "household", N_("Hộ kinh doanh")
    OUTLET = "outlet", N_("Điểm bán")

    @classmethod
    def consigning(cls) -> list[ProducerKind]:
        """The kinds of those who give goods on consignment: all but the outlet itself."""
        return [kind for kind in cls if kind is not cls.OUTLET]


class VatClass(Choice):
    """The VAT class of a product today; `core.values.tax` says the rate of a class on a day."""

    EXEMPT = "KCT", N_("Không chịu thuế")
    NOT_DECLARED = "KKKNT", N_("Không phải kê khai, nộp thuế")
    ZERO = "0", N_("0 %")
    FIVE = "5", N_("5 %")
    EIGHT = "8", N_("8 %")
    TEN = "10", N_("10 %")


PRODUCT_SETS = (
    N_("Rau, củ, quả, hạt tươi"),
    N_("Thịt, thủy sản, trứng, sữa tươi"),
    N_("Gạo, ngũ cốc, hạt sơ chế khác"),
    N_("Mật ong, mật khác và nông sản thực phẩm khác"),
    N_("Đồ ăn nhanh"),
    N_("Chế biến từ gạo, ngũ cốc"),
    N_("Chế biến từ rau, củ, quả, hạt"),
    N_("Chế biến từ thịt, trứng, sữa, thủy sản, mật ong"),
    N_("Tương, nước mắm, gia vị lỏng khác"),
    N_("Gia vị khác"),
    N_("Chè tươi, chế biến"),
    N_("Chè từ thực vật khác"),
    N_("Cà phê, ca cao"),
    N_("Rượu trắng"),
    N_("Đồ uống có cồn khác"),
    N_("Nước khoáng, nước đóng chai"),
    N_("Đồ uống không cồn"),
    N_("Thực phẩm chức năng, thuốc dược liệu, cổ truyền"),
    N_("Mỹ phẩm từ dược liệu"),
    N_("Tinh dầu và dược liệu khác"),
    N_("Thủ công mỹ nghệ gia dụng, trang trí"),
    N_("Vải, may mặc"),
    N_("Hoa"),
    N_("Cây cảnh"),
    N_("Động vật cảnh"),
    N_("Du lịch cộng đồng, sinh thái, điểm du lịch"),
)
"""The 26 product sets of the programme, by number from 1."""


class Basis(Choice):
    """How a term says what the producer is owed."""

    COMMISSION = "commission", N_("Hoa hồng, phần trăm")
    FIXED_PRICE = "fixed_price", N_("Giá cố định, ₫ mỗi đơn vị")


class Bearer(Choice):
    """Who bears a loss. A discount has the same bearers, under names of its own (`discount_bearer`)."""

    OUTLET = "outlet", N_("điểm bán")
    PRODUCER = "producer", N_("nhà sản xuất")
    SHARED = "shared", N_("mỗi bên một nửa")


DISCOUNT_BEARER_LABELS = {
    Bearer.OUTLET: N_("điểm bán"),
    Bearer.PRODUCER: N_("nhà sản xuất"),
    Bearer.SHARED: N_("chia theo tỷ lệ hoa hồng"),
}


class CommissionBase(Choice):
    """The price a commission is a share of."""

    WITH_VAT = "with_vat", N_("giá có thuế")
    WITHOUT_VAT = "without_vat", N_("giá chưa thuế")


class VatKeeper(Choice):
    """Who declares the VAT of the goods sold."""

    PRODUCER = "producer", N_("nhà sản xuất")
    OUTLET = "outlet", N_("điểm bán")


class LossCause(Choice):
    """Why goods are gone; `count` is a shortage that a count found."""

    DAMAGE = "damage", N_("hỏng, vỡ")
    EXPIRY = "expiry", N_("hết hạn")
    THEFT = "theft", N_("mất")
    COUNT = "count", N_("thiếu khi kiểm kê")
    SAMPLING = "sampling", N_("lấy mẫu, dùng thử")
    RECALL = "recall", N_("thu hồi")


class AllowancePeriod(Choice):
    """How long an allowance of an agreement lasts, by the calendar."""

    MONTH = "month", N_("mỗi tháng")
    YEAR = "year", N_("mỗi năm")


class ExpiryChoice(Choice):
    """What happens to goods near their best-before day."""

    MARK_DOWN = "mark_down", N_("giảm giá")
    GIVE_BACK = "give_back", N_("trả hàng nhà sản xuất")
    SAMPLE = "sample", N_("cho dùng thử")
    DONATE = "donate", N_("tặng")


class Cycle(Choice):
    """How often an agreement's statements are closed."""

    WEEK = "week", N_("mỗi tuần")
    HALF_MONTH = "half_month", N_("nửa tháng")
    MONTH = "month", N_("mỗi tháng")


class ChargePer(Choice):
    """What an agreement's charge is counted by."""

    CYCLE = "cycle", N_("mỗi kỳ")
    UNIT = "unit", N_("mỗi đơn vị bán được")
    DELIVERY = "delivery", N_("mỗi lần giao hàng")


class PaperKind(Choice):
    """A paper of a producer or a product."""

    OCOP = "ocop", N_("chứng nhận OCOP")
    FOOD_SAFETY = "food_safety", N_("an toàn thực phẩm")
    SELF_DECLARATION = "self_declaration", N_("bản tự công bố")
    TEST_REPORT = "test_report", N_("phiếu kiểm nghiệm")
    VIETGAP = "vietgap", N_("VietGAP")
    GLOBALGAP = "globalgap", N_("GlobalGAP")
    TRADEMARK = "trademark", N_("nhãn hiệu")
    GI = "gi", N_("chỉ dẫn địa lý")
    ENVIRONMENT = "environment", N_("môi trường")
    BARCODE = "barcode", N_("mã số mã vạch")
    BUSINESS = "business", N_("đăng ký kinh doanh")
    OTHER = "other", N_("giấy tờ khác")


class PaperState(Choice):
    """Where a paper stands."""

    WAITING = "waiting", N_("chờ duyệt")
    VALID = "valid", N_("còn hạn")
    ENDED = "ended", N_("đã hết hạn")
    REFUSED = "refused", N_("không được duyệt")


class WithoutPaper(Choice):
    """What happens to goods whose producer lacks a paper that the agreement asks for."""

    WARN = "warn", N_("nhắc")
    NO_RECEIVING = "no_receiving", N_("không nhận hàng")
    NO_SELLING = "no_selling", N_("không bán")


class Visibility(Choice):
    """How much of its account a producer sees."""

    DETAILED = "detailed", N_("xem từng dòng bán")
    BASIC = "basic", N_("xem hàng và bảng thanh toán")
    BALANCE = "balance", N_("chỉ xem số dư và bảng thanh toán")


class VersionState(Choice):
    """Where a version of an agreement stands."""

    WAITING = "waiting", N_("chờ xác nhận")
    TO_COME = "to_come", N_("sắp áp dụng")
    HOLDS = "holds", N_("đang áp dụng")
    PAST = "past", N_("đã qua")


class BookKind(Choice):
    """What a line of a producer's book records."""

    RECEIVED = "received", N_("Nhận hàng")
    SOLD = "sold", N_("Bán")
    REFUNDED = "refunded", N_("Khách trả hàng")
    RETURNED = "returned", N_("Trả hàng nhà sản xuất")
    LOST = "lost", N_("Hao hụt")
    COUNT = "count", N_("Kiểm kê")
    CHARGE = "charge", N_("Trừ chi phí")
    ADJUSTMENT = "adjustment", N_("Điều chỉnh")
    PAYOUT = "payout", N_("Chi trả")


class CorrectionKind(Choice):
    """The kinds of lines that a manager posts by hand; their labels are those of `BookKind`."""

    ADJUSTMENT = "adjustment"
    CHARGE = "charge"


class SourceKind(Choice):
    """The kind of the document a book line comes from."""

    DELIVERY = "delivery"
    SALE = "sale"
    REFUND = "refund"
    RETURN = "return"
    LOSS = "loss"
    COUNT = "count"
    CHARGE = "charge"
    ADJUSTMENT = "adjustment"
    PAYOUT = "payout"
    PRODUCER_PAYMENT = "producer_payment"


class StatementState(Choice):
    """Where a statement stands; a preview is none yet."""

    PREVIEW = "preview", N_("Tạm tính")
    ISSUED = "issued", N_("Đã chốt, chờ HTX xem")
    QUERIED = "queried", N_("Đang hỏi lại")
    ACCEPTED = "accepted", N_("Đã đồng ý")
    PAID = "paid", N_("Đã trả phần đến hạn")


class StatementStep(Choice):
    """Where a producer's statement of a cycle stands; the most urgent first."""

    QUERIED = "queried", N_("đang hỏi lại")
    DRAFT = "draft", N_("chưa chốt")
    ISSUED = "issued", N_("đã chốt, chờ HTX xem")
    ACCEPTED = "accepted", N_("đã đồng ý")
    PAID = "paid", N_("đã trả phần đến hạn")
    NOTHING = "nothing", N_("không có gì để chốt")


class MessageKind(Choice):
    """What was written about a line of a statement."""

    QUERY = "query", N_("hỏi")
    ANSWER = "answer", N_("trả lời")


class ProducerMessageKind(Choice):
    """What a message to a producer is about."""

    RECEIVED = "received", N_("nhận hàng")
    SOLD = "sold", N_("hàng đã bán")
    SOLD_OUT = "sold_out", N_("bán hết hàng")
    EXPIRING = "expiring", N_("hàng sắp hết hạn")
    RETURNED = "returned", N_("trả lại hàng")
    COUNT = "count", N_("kiểm kê")
    STATEMENT = "statement", N_("bảng thanh toán")
    QUESTION = "question", N_("câu hỏi")
    ANSWER = "answer", N_("câu trả lời")
    PAID = "paid", N_("tiền đã trả")
    CALL_UP = "call_up", N_("gọi hàng")
    PRICE = "price", N_("giá bán")
    AGREEMENT = "agreement", N_("hợp đồng")
    PAPER = "paper", N_("giấy tờ")
    ACCOUNT = "account", N_("tài khoản nhận tiền")
    FEEDBACK = "feedback", N_("lời khách")


class MessageState(Choice):
    """How far a message came on one of its ways; `stopped`: its address failed too long, or there is none any more."""

    WAITING = "waiting", N_("chờ gửi")
    SENT = "sent", N_("đã gửi")
    FAILED = "failed", N_("bị từ chối")
    STOPPED = "stopped", N_("đã ngừng gửi")


class ContactChannel(Choice):
    """A way to a producer beside its own pages."""

    EMAIL = "email", N_("e-mail")
    ZALO = "zalo", N_("Zalo")
    SMS = "sms", N_("tin nhắn SMS")


class SoldEvery(Choice):
    """How often a producer hears what was sold of its goods."""

    DAY = "day", N_("mỗi ngày")
    WEEK = "week", N_("mỗi tuần")


class BankFileField(Choice):
    """A field of a transfer in the file for a bank."""

    POSITION = "position", N_("Số thứ tự")
    BANK_ACCOUNT = "bank_account", N_("Số tài khoản")
    BANK_HOLDER = "bank_holder", N_("Tên người nhận")
    BANK_BIN = "bank_bin", N_("Mã ngân hàng")
    BANK_NAME = "bank_name", N_("Ngân hàng")
    AMOUNT = "amount_vnd", N_("Số tiền")
    REFERENCE = "reference", N_("Nội dung")
    NUMBER = "number", N_("Bảng thanh toán")
    PRODUCER = "producer", N_("Mã nhà sản xuất")
    NAME = "name", N_("Nhà sản xuất")


class PriceState(Choice):
    """Where a price of a product stands."""

    PAST = "past", N_("đã qua")
    PRESENT = "present", N_("đang bán")
    PLANNED = "planned", N_("sẽ áp dụng")


class ProposalDecision(StrEnum):
    """What a manager decided about a price that a producer proposed."""

    APPROVED = "approved"
    REFUSED = "refused"


class ProposalState(Choice):
    """Where a price that a producer proposed stands."""

    OPEN = "open", N_("chờ trả lời")
    APPROVED = "approved", N_("được duyệt")
    REFUSED = "refused", N_("không được duyệt")


class PayoutMethod(Choice):
    """How a producer is paid."""

    CASH = "cash", N_("tiền mặt")
    BANK = "bank", N_("chuyển khoản")
