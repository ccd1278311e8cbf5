"""The page of fairs for everybody: what comes first, then what is over. No sign-in, no script."""

from __future__ import annotations

from flask import Blueprint, render_template

from core.people.permits import Permit, needs
from inventory.choices import FairState
from inventory.fairs import fairs

bp = Blueprint("public_fairs", __name__)
PAST = 12
"""So many fairs that are over stand on the page."""


@bp.get("/programme/fairs")
@needs(Permit.PUBLIC)
def fairs_page() -> str:
    """Where the outlet sells away from home."""
    found = fairs.calendar()
    return render_template(
        "public/fairs.html",
        coming=[fair for fair in found if fair.state is not FairState.OVER],
        over=[fair for fair in found if fair.state is FairState.OVER][:PAST],
    )
