"""What of a statement is whose, as papers list it."""

from __future__ import annotations

from core.i18n import N_
from core.i18n import gettext as _
from suppliers.members.results import MemberShare

HEADS = (N_("Hộ thành viên"), N_("Hàng bán"), N_("Khách trả"), N_("Hao hụt"), N_("Điều chỉnh"), N_("Khoản trừ"), N_("Của hộ"))
"""Of the columns: sold, refunded, losses, adjustments, charges, and what is theirs."""


def figures(share: MemberShare) -> tuple[int, ...]:
    """A share's amounts in đồng, in the order of HEADS."""
    return (
        share.sold_owed_vnd,
        -share.refunded_owed_vnd,
        share.loss_owed_vnd,
        share.adjustments_vnd,
        -share.charges_vnd,
        share.owed_vnd,
    )


def named(share: MemberShare) -> str:
    """Whose a share is, as people read it."""
    return share.name or _("Không của hộ nào")
