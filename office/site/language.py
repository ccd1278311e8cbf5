"""The language of a visitor: what they asked for by the button, else what their browser asks for, and how it writes figures."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import Response, g, request, session
from flask_babel import get_locale, refresh
from flask_babel import gettext as _

from core.i18n import Language
from core.text import formats

COOKIE = "lang"
KEPT_S = 365 * 24 * 3600
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def choose() -> None:
    """Chooses the language of this request: the button, what was chosen before, a person's own, then the browser's."""
    asked, kept = request.args.get("lang"), request.cookies.get(COOKIE) or session.get("language")
    own = (g.get("own_language") or Language.VIETNAMESE) if g.get("actor") else None
    chosen = next((name for name in (asked, kept, own) if name in set(Language)), None)
    g.visitor_language = chosen or _of_browser()
    refresh()


def keep(answer: Response) -> Response:
    """Remembers what the button chose, and says what the page depends on."""
    asked = request.args.get("lang")
    if asked in set(Language):
        answer.set_cookie(COOKIE, str(asked), max_age=KEPT_S, samesite="Lax", secure=request.is_secure, httponly=True)
    answer.vary.update(["Accept-Language", "Cookie"])
    return answer


def _of_browser() -> str:
    """Who reads neither language reads English more likely than Vietnamese; who says nothing is a program."""
    named = [name.partition("-")[0].lower() for name, quality in request.accept_languages if quality > 0]
    known = next((name for name in named if name in set(Language)), None)
    return known or (Language.ENGLISH if any(name != "*" for name in named) else Language.VIETNAMESE)


def is_english() -> bool:
    """Whether the page at hand is in English."""
    return str(get_locale()) == Language.ENGLISH


def other_language() -> Language:
    """The language that the button leads to."""
    return Language.VIETNAMESE if is_english() else Language.ENGLISH


def in_language(language: str) -> str:
    """The address of this page in a language, without the host."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"{_path()}?{urlencode([*asked, ('lang', language)])}"


def _path() -> str:
    return request.full_path.partition("?")[0] if not request.environ.get("REQUEST_URI") else _raw_path()


def _raw_path() -> str:
    """The path as it was asked for, so that a slash inside a lot's code stays one."""
    raw = str(request.environ["REQUEST_URI"]).partition("?")[0]
    return raw if raw.startswith("/") and not raw.startswith("//") else request.path


def path() -> str:
    """The address of this page without the language, as it was asked for."""
    return _path()


def day(value: date) -> str:
    """A day as the visitor writes it: `20/03/2027`, `20 March 2027`."""
    return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}" if is_english() else formats.day(value)


def named_day(value: date) -> str:
    """The same with the day's name: `thứ Sáu 20/11/2026`."""
    return f"{formats.weekday(value)} {day(value)}"


def price(vnd: int) -> str:
    """A price: `28.000 ₫`, in English `28,000 ₫`."""
    return f"{vnd:,}\u00a0₫" if is_english() else formats.vnd(vnd)


def clock(text: str) -> str:
    """`07:30` as one says it: 7 giờ 30."""
    hour, minute = int(text[:2]), text[3:]
    if is_english():
        return f"{hour}:{minute}"
    return str(_("%(n)s giờ", n=hour)) + ("" if minute == "00" else f" {minute}")


def months(season: list[int]) -> str:
    """The months of a season in words: `tháng 5, 6, 10`; `May, June, October`."""
    if is_english():
        return ", ".join(_ENGLISH_MONTHS[month - 1] for month in season)
    return "tháng " + ", ".join(str(month) for month in season)


FILTERS = {"visitors_day": day, "named_day": named_day, "price": price, "open_time": clock, "season": months}
