"""What an agreement says about goods that are lost or end: allowances by cause, and what happens near the best-before day."""
