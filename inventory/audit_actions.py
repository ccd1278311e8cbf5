"""The stock's words in the audit trail."""

PLACE_RECORDED = "place.recorded"
RECEIVED = "goods.received"
RETURNED = "goods.returned"
LOST = "goods.lost"
MOVED = "goods.moved"
COUNTED = "goods.counted"
RECALLED = "lot.recalled"
