"""Producers, agreements and statements on the screen; the producers' portal."""
