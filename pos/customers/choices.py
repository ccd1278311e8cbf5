"""The closed lists of customers."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class AccountKind(Choice):
    """Why a customer owes more or less."""

    SOLD = "sold", N_("mua ghi nợ")
    REFUNDED = "refunded", N_("trả hàng")
    PAID = "paid", N_("trả nợ")
    REVERSED = "reversed", N_("hủy lần trả nợ")


class CustomerPaymentMethod(Choice):
    """How a customer pays what was bought on account."""

    CASH = "cash", N_("tiền mặt")
    VIETQR = "vietqr", N_("VietQR")
    BANK = "bank", N_("chuyển khoản")
    CARD = "card", N_("thẻ")
