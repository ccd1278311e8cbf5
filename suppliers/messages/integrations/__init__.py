"""Transports of messages, a folder each (`suppliers.messages.transports`)."""
