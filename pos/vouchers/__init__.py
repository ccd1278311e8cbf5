"""Vouchers: money to spend at the outlet, by their code."""
