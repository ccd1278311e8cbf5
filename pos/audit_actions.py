"""The acts of selling in the audit trail."""

from core.audit_actions import APPROVED as APPROVED

TILL_RECORDED = "till.recorded"
SHIFT_OPENED = "shift.opened"
SHIFT_CLOSED = "shift.closed"
CASH_MOVED = "cash.moved"
SOLD = "sale.recorded"
REFUNDED = "refund.recorded"
CONFIRMED = "payment.confirmed"
REPRINTED = "receipt.reprinted"
FLAG_REVIEWED = "flag.reviewed"
