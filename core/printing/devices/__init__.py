"""Printers: where one may be, what the outlet knows of it, and bytes to it."""
