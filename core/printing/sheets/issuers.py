"""Who issues the papers: the outlet as its letterhead says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.outlet import OutletSettings

_COMMUNE = re.compile(r"(?:phường|xã|thị trấn|đặc khu|thị xã|thành phố|tp\.?)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the papers, and their language. What is not known is left out."""

    name: str
    address: str | None = None
    phone: str | None = None
    tax_code: str | None = None
    language: str = "vi"

    @property
    def place(self) -> str:
        """The commune of the address, as it stands before a day ("Quế Võ, ngày 01 tháng 12 năm 2026"); nothing if unknown."""
        for part in (self.address or "").split(","):
            if found := _COMMUNE.fullmatch(part.strip()):
                return found[1]
        return ""


def issuer(outlet: OutletSettings) -> Issuer:
    """Who issues the papers now."""
    return Issuer(outlet.name, outlet.address, outlet.phone, outlet.tax_code, outlet.paper_language.value)
