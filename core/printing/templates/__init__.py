"""What a manager changes on slips without code."""
