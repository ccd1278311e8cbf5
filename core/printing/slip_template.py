"""What an outlet puts on its slips beside what they have to say. Pure: no session, no request, no clock."""

from __future__ import annotations

from dataclasses import dataclass

from core.choices import Choice
from core.i18n import N_, Language


class SlipPart(Choice):
    """What an outlet may leave away; number, day, goods, amounts and what the law wants always stand."""

    LOGO = "logo", N_("Hình ở đầu phiếu")
    ADDRESS = "address", N_("Địa chỉ của điểm bán")
    PHONE = "phone", N_("Điện thoại của điểm bán")
    PRODUCER = "producer", N_("Nhà sản xuất của từng món")
    LOT = "lot_code", N_("Lô của từng món")
    QR = "qr", N_("Mã QR của phiếu")
    DIGEST = "digest", N_("Mã đối chiếu")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTemplate:
    """An outlet's own touch on its slips.

    `logo` is the file of a picture; `header` stands below the outlet's address, `footer` above the thanks, both may have
    several lines. Without `thanks` the usual ones stand. Words are printed in `second_language` too, where it is set.
    """

    logo: bytes | None = None
    header: str | None = None
    footer: str | None = None
    thanks: str | None = None
    second_language: Language | None = None
    hidden: frozenset[SlipPart] = frozenset()

    def shows(self, part: SlipPart) -> bool:
        """Whether a part stands on the slips."""
        return part not in self.hidden


USUAL = SlipTemplate()
