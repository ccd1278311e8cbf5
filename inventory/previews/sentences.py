"""What a line of a goods document means, as people say it."""

from __future__ import annotations

from core.i18n import gettext as _
from core.money import Vnd
from core.quantity import Milli
from core.text.formats import capitalized, qty, vnd
from inventory.losses import Assessed
from suppliers.addressing import SHORT_NAMES
from suppliers.choices import Bearer, ProducerKind


def loss_text(kind: ProducerKind, bearer: Bearer | None, owed_vnd: Vnd) -> str:
    """Who bears a loss: `Điểm bán trả HTX 47.600 ₫`, `HTX chịu`."""
    who = _(SHORT_NAMES[kind])
    if kind is ProducerKind.OUTLET:
        return _("Hàng của điểm bán, không phải trả ai")
    if not owed_vnd or bearer is Bearer.PRODUCER:
        return capitalized(_("%(producer)s chịu", producer=who))
    if bearer is Bearer.SHARED:
        return _("Mỗi bên một nửa: điểm bán trả %(producer)s %(amount)s", producer=who, amount=vnd(owed_vnd))
    return _("Điểm bán trả %(producer)s %(amount)s", producer=who, amount=vnd(owed_vnd))


def allowance_note(loss: Assessed, unit: str) -> str | None:
    """What a loss takes of an allowance and what stays of it; None where it takes none."""
    if loss.use is not None:
        left_vnd = (loss.allowed_vnd or 0) - loss.use.used_vnd
        if loss.use.exceeds:
            over_vnd = loss.use.worth_vnd - loss.use.used_vnd
            return _("Vượt mức cho phép %(amount)s", amount=vnd(over_vnd))
        return _("Trong mức cho phép: còn %(amount)s", amount=vnd(left_vnd))
    if not loss.free:
        return None
    left = Milli(loss.free_left - loss.free)
    if loss.free < loss.loss.quantity:
        return _("Trong đó %(free)s %(unit)s thuộc mức hao hụt cho phép của lô", free=qty(loss.free), unit=unit)
    return _("Trong mức hao hụt cho phép của lô: còn %(left)s %(unit)s", left=qty(left), unit=unit)


def count_text(kind: ProducerKind, difference: Milli, lost: Milli, bearer: Bearer | None, owed_vnd: Vnd) -> str:
    """What a counted lot's difference means in money."""
    if not difference:
        return _("Khớp sổ")
    if difference > 0:
        return _("Thừa, không ai phải trả")
    if not lost:
        return _("Bù với hàng đếm thừa, không ai phải trả")
    return loss_text(kind, bearer, owed_vnd)
