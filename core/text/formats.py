"""How figures and days are shown to people: `435.500 ₫`, `1,25`, `23/11/2026`, `14 %`, minus as `−`."""

from __future__ import annotations

from datetime import date, datetime

from core import clock
from core.i18n import gettext as _
from core.quantity import Milli, format_quantity


def amount(vnd: int) -> str:
    """`1005000` as `1.005.000`."""
    text = f"{abs(vnd):,}".replace(",", ".")
    return f"−{text}" if vnd < 0 else text


def vnd(value: int) -> str:
    """An amount with the đồng sign, kept on one line."""
    return f"{amount(value)}\u00a0₫"


def qty(quantity: Milli) -> str:
    """A quantity in thousandths as `1.234,5`."""
    return qty_text(format_quantity(quantity))


def qty_text(text: str) -> str:
    """A quantity of the API (`"-1234.5"`) as people write it (`−1.234,5`)."""
    whole, _point, part = text.lstrip("-").partition(".")
    figure = amount(int(whole)) + (f",{part}" if part else "")
    return f"−{figure}" if text.startswith("-") else figure


def day(value: date | str | None) -> str:
    """A day as `23/11/2026`; nothing for no day."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | str | None) -> str:
    """A moment on the outlet's clock as `23/11/2026 09:41`."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{clock.local(value):%d/%m/%Y %H:%M}"


def clock_time(value: datetime | str) -> str:
    """A moment's time on the outlet's clock as `09:41`."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{clock.local(value):%H:%M}"


def rate(bp: int) -> str:
    """Basis points as `12,5 %`."""
    whole, part = divmod(abs(bp), 100)
    figure = str(whole) + (f",{part:02d}".rstrip("0") if part else "")
    return f"{'−' if bp < 0 else ''}{figure}\u00a0%"


def weekday(value: date) -> str:
    """A day's name."""
    return weekday_name(value.isoweekday())


def weekday_name(number: int) -> str:
    """The name of a weekday, 1 for Monday to 7 for Sunday."""
    names = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ Nhật"))
    return names[number - 1]


def capitalized(text: str) -> str:
    """A text that begins a line: its first letter is large, the rest as it was."""
    return text[:1].upper() + text[1:]


def uncapitalized(text: str) -> str:
    """A text that goes on within a sentence: its first letter is small, the rest as it was."""
    return text[:1].lower() + text[1:]


FILTERS = {f.__name__: f for f in (amount, vnd, qty, qty_text, day, moment, clock_time, rate, capitalized)}
