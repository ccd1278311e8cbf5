"""Counting by sessions: several people count a place, see what differs and what it costs, and post one count."""
