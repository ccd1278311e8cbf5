"""Units that measure: a paper writes them beside every figure. Counted things (túi, gói, hộp) speak for themselves."""

MEASURED_UNITS = frozenset({"kg", "g", "gam", "gram", "lạng", "yến", "tạ", "l", "lít", "ml", "m"})
