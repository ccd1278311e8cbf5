"""The API of printers and of what stands on slips."""
