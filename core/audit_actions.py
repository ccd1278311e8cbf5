"""Actions of the ground in the audit trail."""

OUTLET_RECORDED = "outlet.recorded"
