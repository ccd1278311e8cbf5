"""Closing and paying many producers at once: what agreements charge, who is due, settlements and batches of payouts."""
