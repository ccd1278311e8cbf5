"""The till's papers on a roll, one module each: what it says of a document, and of example data."""

from pos.receipts.papers.cash_move import CASH_IN, CASH_OUT
from pos.receipts.papers.drawer_opening import DRAWER_OPENING
from pos.receipts.papers.exchange import EXCHANGE
from pos.receipts.papers.payout import PAYOUT, PRODUCER_PAYMENT
from pos.receipts.papers.printer_test import PRINTER_TEST
from pos.receipts.papers.refund import REFUND
from pos.receipts.papers.sale import SALE
from pos.receipts.papers.shift_report import X_REPORT, Z_REPORT
from pos.receipts.papers.unsent_sale import UNSENT_SALE
from pos.receipts.papers.voucher import VOUCHER

PAPERS = (
    SALE, REFUND, EXCHANGE, UNSENT_SALE, VOUCHER, X_REPORT, Z_REPORT, CASH_IN, CASH_OUT, DRAWER_OPENING, PAYOUT,
    PRODUCER_PAYMENT, PRINTER_TEST,
)  # fmt: skip
