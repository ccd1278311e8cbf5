"""Skins of a paper: one description, drawn as dots, as text, as a page, as a file."""
