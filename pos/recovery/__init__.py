"""A sale that only a till's slip knows: its recovery code, read, judged and recorded."""
