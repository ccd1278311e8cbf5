"""Texts: the letters people type, the figures they write, and how both are shown."""
