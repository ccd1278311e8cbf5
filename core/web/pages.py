"""What every page shares: the menu of each role, formats, and the way home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, g, redirect, request
from flask.blueprints import BlueprintSetupState
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from core import clock
from core.db import fetch_one
from core.i18n import N_
from core.models import Outlet
from core.people import people
from core.people.actor import Actor
from core.people.permits import Permit, Role, needs
from core.setup import is_set_up
from core.text.formats import FILTERS
from core.text.labels import options, say
from core.values.uid import new_uid

bp = Blueprint("pages", __name__)

HOMES = {
    Role.MANAGER: "/reports/today",
    Role.CASHIER: "/sell",
    Role.STOREKEEPER: "/stock",
    Role.OFFICER: "/reports/programme",
    Role.PRODUCER: "/portal",
}


@dataclass(frozen=True)
class Item:
    """A line of the menu; shown to those the permit is granted to."""

    href: str
    label: str
    permit: Permit
    also: tuple[str, ...] = ()


MENU: tuple[tuple[str | None, tuple[Item, ...]], ...] = (
    (
        None,
        (
            Item("/reports/today", N_("Hôm nay"), Permit.MANAGE),
            Item("/sell", N_("Bán hàng"), Permit.SELL),
            Item("/reports/sales", N_("Báo cáo"), Permit.REPORTS),
            Item("/reports/shifts", N_("Ca và tiền"), Permit.REPORTS, ("/reports/receipts", "/reports/approvals")),
        ),
    ),
    (
        N_("Hàng"),
        (
            Item("/stock/receive", N_("Nhận hàng"), Permit.GOODS_WRITE, ("/stock/deliveries",)),
            Item("/stock", N_("Tồn kho"), Permit.GOODS_READ, ("/stock/lots", "/stock/losses", "/stock/transfers")),
            Item("/stock/count", N_("Kiểm kê"), Permit.GOODS_WRITE),
            Item("/products", N_("Sản phẩm"), Permit.MASTER_READ),
            Item(
                "/reports/expiring", N_("Hạn sử dụng, hao hụt"), Permit.REPORTS_STOCK, ("/reports/losses", "/reports/stock-age")
            ),
        ),
    ),
    (
        N_("Nhà sản xuất"),
        (
            Item("/producers", N_("Các nhà sản xuất"), Permit.MASTER_READ),
            Item("/agreements", N_("Hợp đồng"), Permit.MANAGE),
            Item("/statements", N_("Đối soát, chi trả"), Permit.MANAGE),
            Item("/reports/programme", N_("Chương trình OCOP"), Permit.REPORTS),
        ),
    ),
    (
        N_("Điểm bán"),
        (
            Item("/people", N_("Nhân viên"), Permit.MANAGE),
            Item("/settings", N_("Cài đặt"), Permit.MANAGE),
        ),
    ),
)


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    env = state.app.jinja_env
    env.filters.update(FILTERS)
    env.filters.update({"say": say, "days_left": days_left, "long_day": long_day, "person": person})
    env.globals.update({"options": options, "new_uid": new_uid})


@bp.app_context_processor
def _shared() -> dict[str, Any]:
    actor: Actor | None = getattr(g, "actor", None)
    return {
        "outlet_name": _outlet_name(),
        "locale": str(get_locale() or "vi"),
        "current_person": {"name": actor.label, "role": actor.role} if actor else None,
        "nav": menu_of(actor, request.path) if actor else [],
        "today": clock.today(),
        "may_manage": bool(actor and actor.may(Permit.MANAGE)),
        "may_see_goods": bool(actor and actor.may(Permit.GOODS_READ)),
        "may_write_goods": bool(actor and actor.may(Permit.GOODS_WRITE)),
    }


def _outlet_name() -> str:
    if "outlet_name" not in g:
        try:
            found = fetch_one(select(Outlet.name))
        except OperationalError:  # the page that tells of it has a head too
            found = None
        g.outlet_name = found["name"] if found else _("Điểm bán OCOP")
    return str(g.outlet_name)


def menu_of(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The menu this one may use, the item of the page at hand marked."""
    shown = [(section, [item for item in items if actor.may(item.permit)]) for section, items in MENU]
    best = max(
        (prefix for _section, items in shown for item in items for prefix in (item.href, *item.also) if _under(path, prefix)),
        key=len,
        default="",
    )
    return [
        {
            "section": _(section) if section else None,
            "links": [{"href": i.href, "label": _(i.label), "current": best in (i.href, *i.also)} for i in items],
        }
        for section, items in shown
        if items
    ]


def _under(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")


def days_left(best_before: date | str | None) -> int | None:
    """Days until a best-before day; negative when it has passed."""
    if not best_before:
        return None
    until = date.fromisoformat(best_before[:10]) if isinstance(best_before, str) else best_before
    return (until - clock.today()).days


def person(username: str) -> str:
    """The name of who did something; a program's token, and someone unknown, keep the name that was written down."""
    if "people_names" not in g:
        g.people_names = people.names()
    names: dict[str, str] = g.people_names
    return names.get(username, username)


def long_day(value: date) -> str:
    """A day as a heading: `Thứ Hai, 23 tháng 11`."""
    name = weekday(value)
    return str(_("%(weekday)s, %(day)s tháng %(month)s", weekday=name[0].upper() + name[1:], day=value.day, month=value.month))


def weekday(value: date) -> str:
    """A day's name."""
    names = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ Nhật"))
    return str(names[value.weekday()])


@bp.get("/")
@needs(Permit.PUBLIC)
def home() -> Response:
    """Sends each person home."""
    if not is_set_up():
        return redirect("/first-run")
    actor: Actor | None = getattr(g, "actor", None)
    return redirect(HOMES[actor.role] if actor else "/sign-in")
