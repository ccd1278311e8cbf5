"""The sales report: keys, sums, discounts by kind, and what was paid how."""
