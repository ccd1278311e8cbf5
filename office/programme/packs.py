"""Pages of the report for the office above: live over a span, and frozen ones. They work without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.values.uid import new_uid
from core.web.form_parsing import form_errors, put_once, read_day
from reports.programme_pack import freezing
from reports.programme_pack.composing import compose
from reports.programme_pack.requests import PackRequest
from reports.programme_pack.results import FrozenPack, PackSales, ProgrammePack
from reports.programme_pack.tables import tables
from suppliers.permits import SuppliersPermit

bp = Blueprint("programme_packs", __name__)
MOST = 1000


@bp.get("/reports/programme/pack")
@needs(SuppliersPermit.PROGRAMME)
def live() -> Any:
    """The report of a span as it stands now, with the frozen ones and the button that freezes it."""
    return _live(None)


@bp.post("/reports/programme/pack")
@needs(SuppliersPermit.PROGRAMME)
def freeze() -> Any:
    """Freezes the report of a span."""
    actor = current_actor()
    data = {"from": request.form.get("from", ""), "to": request.form.get("to", "")}
    try:
        frozen = put_once(
            freezing.SCOPE,
            PackRequest,
            data,
            lambda uid, document: freezing.freeze(uid, document, actor),
            result_type=FrozenPack,
        )
    except DomainError as error:
        sentence, _errors = form_errors(error)
        return _live(sentence), error.status
    flash(_("Đã khóa báo cáo số %(number)s.", number=frozen.number), "good")
    return redirect(url_for("programme_packs.frozen", uid=frozen.uid))


@bp.get("/reports/programme/packs/<uid>")
@needs(SuppliersPermit.PROGRAMME)
def frozen(uid: str) -> str:
    """A frozen report."""
    shown = freezing.show_frozen(uid.lower())
    file = f"/api/v1/programme/packs/{shown.uid}?format="
    return render_template("programme/pack.html", pack=shown.pack, frozen=shown, file=file, **_shown(shown.pack))


def _live(sentence: str | None) -> str:
    first, last = _span()
    try:
        pack = compose(first, last)
    except DomainError as error:
        sentence = form_errors(error)[0]
        first, last = date(clock.today().year, 1, 1), clock.today()
        pack = compose(first, last)
    return render_template(
        "programme/pack.html",
        pack=pack,
        frozen=None,
        first=first,
        last=last,
        shortcuts=_shortcuts(first, last),
        kept=list(reversed(freezing.list_frozen(None, MOST))),
        uid=new_uid(),
        sentence=sentence,
        file=f"/api/v1/programme/pack?from={first}&to={last}&format=",
        **_shown(pack),
    )


def _span() -> tuple[date, date]:
    """The days that the address or the form names, else the year so far."""
    days = request.form if request.method == "POST" else request.args
    last = read_day(days.get("to")) or clock.today()
    return read_day(days.get("from")) or date(last.year, 1, 1), last


def _shortcuts(first: date, last: date) -> list[tuple[str, str, bool]]:
    """Links to this month, the last one, this quarter, the last one, and this year."""
    today, here = clock.today(), url_for("programme_packs.live")
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    ends = month - timedelta(days=1), quarter - timedelta(days=1)
    spans = (
        (_("Tháng này"), month, today),
        (_("Tháng trước"), ends[0].replace(day=1), ends[0]),
        (_("Quý này"), quarter, today),
        (_("Quý trước"), date(ends[1].year, (ends[1].month - 1) // 3 * 3 + 1, 1), ends[1]),
        (_("Năm nay"), date(today.year, 1, 1), today),
    )
    return [
        (f"{here}?{urlencode({'from': a.isoformat(), 'to': b.isoformat()})}", name, (a, b) == (first, last))
        for name, a, b in spans
    ]


def _shown(pack: ProgrammePack) -> dict[str, object]:
    """The tables, and the largest amount of each way to group, which its bars are measured by."""
    return {
        "tables": list(tables(pack)),
        "charted": [(group, _largest(group)) for group in pack.sales if group.items],
    }


def _largest(group: PackSales) -> int:
    return max(1, *(row.net_vnd for row in group.items))
