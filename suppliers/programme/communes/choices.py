"""The kinds of administrative unit that the programme counts by."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class UnitLevel(Choice):
    """What a unit of the lowest level is."""

    COMMUNE = "commune", N_("xã")
    WARD = "ward", N_("phường")
    TOWN = "town", N_("thị trấn")
