"""The closed list of the councils."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class CouncilLevel(Choice):
    """Whose council it is."""

    COMMUNE = "commune", N_("cấp xã")
    DISTRICT = "district", N_("cấp huyện")
    PROVINCE = "province", N_("cấp tỉnh")
    NATION = "nation", N_("cấp trung ương")
