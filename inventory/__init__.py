"""What we hold: deliveries, lots, shelves and where every gram went."""
