"""How a producer takes part in a year of the programme."""

from __future__ import annotations

from core.choices import Choice
from core.i18n import N_


class ParticipationKind(Choice):
    """What a year was for a producer."""

    NEW = "new", N_("mới tham gia")
    STRENGTHENED = "strengthened", N_("được củng cố, nâng cấp")
