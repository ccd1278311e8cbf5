"""What is asked for and announced in words: one line for a list, and the text that is sent to a producer by Zalo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import current_app
from flask_babel import gettext as _

from core.i18n import in_language
from core.outlet import show_outlet
from core.text.formats import capitalized, qty, weekday
from inventory.announcing.results import AnnouncedLineResult, CallUpResult
from suppliers.messages.wording import goods
from suppliers.producers import show_producer


def by_day(day: date) -> str:
    """A day as people agree on it: `thứ Bảy 05/12`."""
    return f"{weekday(day)} {day:%d/%m}"


def day_heading(day: date) -> str:
    """A day as a heading: `Thứ Bảy 05/12`."""
    return capitalized(by_day(day))


def wanted(call_up: CallUpResult) -> str:
    """What a call-up asks for, in one line."""
    return goods((line.name, line.unit, line.quantity) for line in call_up.lines)


def announced(lines: Sequence[AnnouncedLineResult], names: Mapping[str, tuple[str, str]]) -> str:
    """What will come, in one line; `names` has name and unit of each product."""
    return goods((*names.get(line.product, (line.product, "")), line.quantity) for line in lines)


def request_text(call_up: CallUpResult) -> str:
    """The text that asks a producer for the goods, in the language of the outlet's papers, to be sent by Zalo or SMS."""
    outlet = show_outlet()
    with in_language(outlet.paper_language):
        lines = [f"- {line.name}: {qty(line.quantity)} {line.unit}" for line in call_up.lines]
        return "\n".join(
            [
                _(
                    "%(outlet)s nhờ %(producer)s mang hàng, chậm nhất %(day)s:",
                    outlet=outlet.name,
                    producer=show_producer(call_up.producer).name,
                    day=by_day(call_up.wanted_by),
                ),
                *lines,
                *([call_up.note] if call_up.note else []),
                _("Mang được bao nhiêu, xin trả lời ở %(link)s hoặc nhắn lại.", link=_portal_link()),
                *([_("Điện thoại: %(phone)s", phone=outlet.phone)] if outlet.phone else []),
            ]
        )


def _portal_link() -> str:
    return f"{current_app.config['PUBLIC_URL']}/portal/announcements"
