"""The closed list of the customer display."""

from __future__ import annotations

from enum import StrEnum


class DisplayView(StrEnum):
    """What a customer sees."""

    WELCOME = "welcome"
    CART = "cart"
    TRANSFER = "transfer"
    THANKS = "thanks"
