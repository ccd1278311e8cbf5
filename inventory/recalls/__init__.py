"""Recalls: which lots were stopped and why, what is left of them where, and what became of the rest."""
