"""Money received from producers that owe the outlet."""
