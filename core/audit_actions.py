"""Actions of the ground in the audit trail."""

APPROVED = "approval.given"
OUTLET_RECORDED = "outlet.recorded"
