"""Who issues papers: the outlet; of examples an invented one, or for a moment the outlet that wants to see its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select

from core.db import fetch_one
from core.i18n import in_language
from core.models import Outlet
from core.printing.slip_parts import Issuer
from core.printing.slip_template import SlipTemplate
from core.printing.templates import slip_templates

_shown: ContextVar[Issuer | None] = ContextVar("shown", default=None)


def present_issuer(template: SlipTemplate | None = None) -> Issuer:
    """Who issues papers now, with another template than the one that holds where one is given."""
    outlet = fetch_one(select(Outlet.name, Outlet.address, Outlet.phone, Outlet.tax_code, Outlet.paper_language))
    assert outlet is not None
    template = template or slip_templates.template_of(slip_templates.present())
    return Issuer(outlet["name"], outlet["address"], outlet["phone"], outlet["tax_code"], outlet["paper_language"], template)


@contextmanager
def examples_of(issuer: Issuer) -> Iterator[None]:
    """Examples that are made within bear the name and the template of this outlet, and speak its papers' language."""
    token = _shown.set(issuer)
    try:
        with in_language(issuer.language):
            yield
    finally:
        _shown.reset(token)


def example_issuer(invented: Issuer) -> Issuer:
    """The outlet whose examples are made, else the invented one."""
    return _shown.get() or invented
