"""The outlet as the issuer of its papers on a roll."""

from __future__ import annotations

from sqlalchemy import select

from core.db import fetch_one
from core.models import Outlet
from core.printing.slip_parts import Issuer


def present_issuer() -> Issuer:
    """Who issues papers now."""
    outlet = fetch_one(select(Outlet.name, Outlet.address, Outlet.phone, Outlet.tax_code, Outlet.paper_language))
    assert outlet is not None
    return Issuer(outlet["name"], outlet["address"], outlet["phone"], outlet["tax_code"], outlet["paper_language"])
