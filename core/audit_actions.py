"""Actions of the ground in the audit trail."""

APPROVED = "approval.given"
CLOCK_CONFIRMED = "clock.confirmed"
CLOCK_JUMPED = "clock.jumped"
OUTLET_RECORDED = "outlet.recorded"
OUTLET_ACCOUNT_CONFIRMED = "outlet.account_confirmed"
OUTLET_ACCOUNT_REFUSED = "outlet.account_refused"
OUTLET_ACCOUNT_ELAPSED = "outlet.account_elapsed"
