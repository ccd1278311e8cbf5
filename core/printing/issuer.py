"""The outlet as the issuer of its papers on a roll."""

from __future__ import annotations

from sqlalchemy import select

from core.db import fetch_one
from core.models import Outlet
from core.printing.slip_parts import Issuer
from core.printing.slip_template import SlipTemplate
from core.printing.templates import slip_templates


def present_issuer(template: SlipTemplate | None = None) -> Issuer:
    """Who issues papers now, with another template than the one that holds where one is given."""
    outlet = fetch_one(select(Outlet.name, Outlet.address, Outlet.phone, Outlet.tax_code, Outlet.paper_language))
    assert outlet is not None
    template = template or slip_templates.template_of(slip_templates.present())
    return Issuer(outlet["name"], outlet["address"], outlet["phone"], outlet["tax_code"], outlet["paper_language"], template)
