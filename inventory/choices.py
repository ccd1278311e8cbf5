"""The closed lists of the goods: kinds of places, movements and documents, with what screens say for them."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class PlaceKind(Choice):
    """What a place of the outlet is."""

    SHOP = "shop", N_("Quầy bán")
    STORE = "store", N_("Kho")
    STALL = "stall", N_("Gian hàng hội chợ")


class FairState(Choice):
    """Where a fair is in time."""

    TO_COME = "to_come", N_("sắp tới")
    OPEN = "open", N_("đang diễn ra")
    OVER = "over", N_("đã xong")


class FeedbackState(Choice):
    """Whether everybody may read what a visitor said: no manager has decided yet, or one has."""

    WAITING = "waiting", N_("chờ xem")
    SHOWN = "shown", N_("đang hiện")
    HIDDEN = "hidden", N_("không hiện")


class MovementKind(Choice):
    """Why goods moved."""

    RECEIVED = "received", N_("nhận")
    SOLD = "sold", N_("bán")
    REFUNDED = "refunded", N_("khách trả")
    RETURNED = "returned", N_("trả hàng nhà sản xuất")
    LOST = "lost", N_("hao hụt")
    COUNT = "count", N_("kiểm kê")
    TRANSFER = "transfer", N_("chuyển hàng")


class GoodsDocumentKind(Choice):
    """A document that moves goods; the value is its kind in the books."""

    DELIVERY = "delivery", N_("Phiếu nhận hàng")
    RETURN = "return", N_("Phiếu trả hàng")
    LOSS = "loss", N_("Phiếu hao hụt")
    TRANSFER = "transfer", N_("Phiếu chuyển hàng")
    COUNT = "count", N_("Phiếu kiểm kê")

    @property
    def prefix(self) -> str:
        """The letters its printed numbers begin with."""
        return _PREFIXES[self]

    @property
    def path(self) -> str:
        """The path of these documents in the API and on the screens."""
        return _PATHS[self]


_PREFIXES = {
    GoodsDocumentKind.DELIVERY: "PN",
    GoodsDocumentKind.RETURN: "TH",
    GoodsDocumentKind.LOSS: "HH",
    GoodsDocumentKind.TRANSFER: "CK",
    GoodsDocumentKind.COUNT: "KK",
}
_PATHS = {
    GoodsDocumentKind.DELIVERY: "deliveries",
    GoodsDocumentKind.RETURN: "producer-returns",
    GoodsDocumentKind.LOSS: "losses",
    GoodsDocumentKind.TRANSFER: "transfers",
    GoodsDocumentKind.COUNT: "counts",
}


class ReturnState(Choice):
    """Where goods that go back to their producer stand."""

    SET_ASIDE = "set_aside", N_("để riêng")
    HANDED_OVER = "handed_over", N_("đã giao")
    CANCELLED = "cancelled", N_("đã hủy")


class OversoldState(Choice):
    """Where goods stand that were sold beyond the book."""

    OPEN = "open", N_("chờ xem xét")
    DECIDED = "decided", N_("đã xem xét")
    COUNTED = "counted", N_("đã đếm lại")


class OversoldChoice(Choice):
    """What goods were that were sold beyond the book."""

    AS_IT_IS = "as_it_is", N_("để như vậy")
    DELIVERY = "delivery", N_("hàng nhận mà chưa ghi")


class CountSessionState(Choice):
    """Where a count session stands."""

    OPEN = "open", N_("đang đếm")
    CLOSED = "closed", N_("đã ghi sổ")
    DROPPED = "dropped", N_("đã bỏ")


class CountReplyKind(Choice):
    """What is said of a counted lot once its count is posted: by its producer, or the answer of the outlet."""

    AGREED = "agreed", N_("đồng ý")
    ASKED = "asked", N_("hỏi lại")
    ANSWERED = "answered", N_("trả lời")


class CountersignState(Choice):
    """Where the countersigning of a counted lot stands; silent is who said nothing in time."""

    WAITING = "waiting", N_("chờ xác nhận")
    AGREED = "agreed", N_("đã đồng ý")
    ASKED = "asked", N_("đang hỏi lại")
    ANSWERED = "answered", N_("đã trả lời")
    SILENT = "silent", N_("không trả lời")


class AnnouncementState(Choice):
    """Where an announced delivery stands."""

    OPEN = "open", N_("sắp giao")
    RECEIVED = "received", N_("đã nhận")
    CANCELLED = "cancelled", N_("đã hủy")


class ExpiryProposalState(Choice):
    """Where a proposal for a lot near its best-before day stands."""

    OPEN = "open", N_("chờ trả lời")
    ANSWERED = "answered", N_("đã trả lời")
    SILENT = "silent", N_("không trả lời")


class CallUpState(Choice):
    """Where a call-up stands."""

    OPEN = "open", N_("chờ trả lời")
    ANSWERED = "answered", N_("đã trả lời")
    CANCELLED = "cancelled", N_("đã hủy")


class LabelKind(Choice):
    """What is printed on a label."""

    LOT = "lot", N_("Tem lô")
    SHELF = "shelf", N_("Tem giá")
    WEIGHT = "weight", N_("Tem cân")


class ScanKind(Choice):
    """What a code names."""

    PRODUCT = "product"
    LOT = "lot"
    WEIGHED = "weighed"
    PACK = "pack"
    BASKET = "basket"
    RECEIPT = "receipt"
    VOUCHER = "voucher"
    UNKNOWN = "unknown"


class ScanWarning(Choice):
    """What is to be known before the goods of a code are sold."""

    EXPIRED = "expired"
    NEAR_EXPIRY = "near_expiry"
    RECALLED = "recalled"
    RETIRED = "retired"
    UNKNOWN_LOT = "unknown_lot"


class MovementSource(Choice):
    """The kind of the document a movement comes from."""

    DELIVERY = "delivery"
    RETURN = "return"
    LOSS = "loss"
    TRANSFER = "transfer"
    COUNT = "count"
    SALE = "sale"
    REFUND = "refund"


class Outside(Choice):
    """Where goods come from and go to beside the places of the outlet."""

    PRODUCER = "@producer", N_("nhà sản xuất")
    CUSTOMER = "@customer", N_("khách hàng")
    LOSS = "@loss", N_("hao hụt")
    FOUND = "@found", N_("tìm thấy")
