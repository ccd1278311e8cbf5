"""Who made the goods, what was agreed with them, and what we owe them."""
