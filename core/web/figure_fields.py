"""Figures in the fields of a form. What `core.text.typed_figures` cannot read is refused at its field, each with its sentence."""

from __future__ import annotations

from core.i18n import N_
from core.money import Bp, Vnd
from core.quantity import format_quantity
from core.text import typed_figures
from core.text.formats import amount
from core.text.typed_figures import Ambiguous, write_quantity
from core.web.form_parsing import Typed, form_text
from core.web.validation import Unread

EMPTY = N_("Chưa điền.")
NO_MONEY = N_("Không đọc được số tiền này. Ghi như 45000, 45.000đ hoặc 45k.")
NO_QUANTITY = N_("Không đọc được số lượng này. Ghi như 12, 1,25 hoặc 1.500,5.")
NO_WHOLE = N_("Phải là số nguyên.")
NO_PERCENT = N_("Không đọc được phần trăm này. Ghi như 15 hoặc 12,5.")
WHICH = N_("“%(typed)s” là %(larger)s hay %(smaller)s? Hãy ghi rõ một trong hai số đó.")


def money(name: str, typed: Typed | None = None) -> Vnd | Unread | None:
    """An amount in đồng, or nothing when the field was left empty."""
    text = form_text(name, typed)
    if text is None:
        return None
    read = typed_figures.read_money(text)
    if isinstance(read, Ambiguous):
        return Unread(WHICH, {"typed": text, "larger": amount(read.larger), "smaller": amount(read.smaller)})
    return Unread(NO_MONEY) if read is None else read


def quantity(name: str, typed: Typed, places: int) -> str | Unread:
    """A quantity of a product with `places` decimals, as documents write it."""
    text = form_text(name, typed)
    if text is None:
        return Unread(EMPTY)
    read = typed_figures.read_quantity(text, places)
    if isinstance(read, Ambiguous):
        figures = {"larger": write_quantity(read.larger), "smaller": write_quantity(read.smaller)}
        return Unread(WHICH, {"typed": text, **figures})
    return Unread(NO_QUANTITY) if read is None else format_quantity(read)


def whole(name: str, typed: Typed | None = None) -> int | Unread | None:
    """A number without decimals: days, pieces, the number of a set; nothing when the field was left empty."""
    text = form_text(name, typed)
    return None if text is None else whole_of(text)


def whole_of(text: str) -> int | Unread:
    """A number without decimals that a choice carries in its text."""
    read = typed_figures.read_whole(text)
    return Unread(NO_WHOLE) if read is None else read


def percent_bp(name: str, typed: Typed | None = None) -> Bp | Unread | None:
    """A percentage as basis points, or nothing when the field was left empty."""
    text = form_text(name, typed)
    if text is None:
        return None
    read = typed_figures.read_percent_bp(text)
    return Unread(NO_PERCENT) if read is None else read
