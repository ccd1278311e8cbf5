"""The page of a year of the programme, and the form of its plan. They work without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.text.formats import day as day_text
from core.web import validation
from core.web.figure_fields import money, whole
from core.web.form_parsing import filled, form_errors, form_text
from inventory.fairs import fairs
from office.programme.goals import PackPart, goals, parts, whole_parts
from office.programme.rows import rows_of
from reports.choices import SalesKey
from reports.programme_year.comparing import year_reached
from reports.programme_year.results import PlanReached
from reports.programme_year.stars import stars_of_products
from reports.selling.report import sales
from suppliers.certificates.papers import PaperFilter, to_renew
from suppliers.certificates.results import PaperResult
from suppliers.permits import SuppliersPermit
from suppliers.producers import producer_names
from suppliers.products import names_of
from suppliers.programme.files.reading import FileFilter, list_files
from suppliers.programme.participation import registry
from suppliers.programme.participation.choices import ParticipationKind
from suppliers.programme.plans import plans
from suppliers.programme.plans.choices import TargetKind
from suppliers.programme.plans.requests import PlanRequest
from suppliers.programme.trainings.trainings import TrainingFilter, by_day

bp = Blueprint("programme_year", __name__)
ENDING_DAYS = 180
URGENT_DAYS = 45
PAPERS_SHOWN = 6


def asked_year() -> int:
    """The year that the address names, else this one."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if plans.FIRST_YEAR <= year <= plans.LAST_YEAR else clock.today().year


@bp.get("/reports/programme/year")
@needs(SuppliersPermit.PROGRAMME)
def year() -> str:
    """A year of the programme: plan against result, stars, papers that end, and how whole the report is."""
    of_year = asked_year()
    reached = year_reached(of_year) if plans.find_plan(of_year) else None
    last = max(date(of_year, 1, 1), min(date(of_year, 12, 31), clock.today()))
    stars = stars_of_products(last)
    ending = _ending()
    month = sales(SalesKey.STARS, last - timedelta(days=29), last)
    with_stars_vnd = sum(row.net_vnd for row in month.items if row.key)
    pack = _pack_parts(of_year, last, reached, ending)
    bars = goals(reached.results) if reached else []
    return render_template(
        "programme/year.html",
        year=of_year,
        last=last,
        reached=reached,
        goals=bars,
        parts=parts(reached.results) if reached else [],
        met=sum(bar.is_met for bar in bars),
        waiting=sum(r.waiting for r in reached.results if r.target is TargetKind.PRODUCTS and not (r.group or r.commune))
        if reached
        else 0,
        stars=stars,
        with_stars_vnd=with_stars_vnd,
        with_stars_percent=with_stars_vnd * 100 // month.totals.net_vnd if month.totals.net_vnd > 0 else 0,
        ending=ending[:PAPERS_SHOWN],
        ended=sum((paper.days_left or 0) < 0 for paper in ending),
        soon=sum((paper.days_left or 0) >= 0 for paper in ending),
        urgent=URGENT_DAYS,
        of={paper.uid: _of(paper) for paper in ending[:PAPERS_SHOWN]},
        rows=rows_of(list_files(FileFilter(year=of_year))),
        pack=pack,
        whole=whole_parts(pack),
    )


def _ending() -> list[PaperResult]:
    return [paper for paper in to_renew(PaperFilter()) if paper.days_left is not None and paper.days_left <= ENDING_DAYS]


def _of(paper: PaperResult) -> str:
    if paper.product:
        return names_of([paper.product])[paper.product][0]
    return dict(producer_names()).get(paper.owner, paper.owner)


def _pack_parts(of_year: int, last: date, reached: PlanReached | None, ending: list[PaperResult]) -> list[PackPart]:
    first, end = date(of_year, 1, 1), date(of_year, 12, 31)
    producers = any(registry.of_year(of_year, kind) for kind in ParticipationKind)
    held = [fair for fair in fairs.calendar() if fair.from_ <= end and fair.to >= first]
    sold = sales(SalesKey.MONTH, first, last).items
    trainings = by_day(TrainingFilter(first, end), 1000)
    ahead = [training.on for training in trainings if training.on > last]
    lacks_training = _("còn lớp %(day)s", day=day_text(min(ahead))) if ahead else "" if trainings else _("chưa ghi lớp nào")
    return [
        PackPart(_("Kế hoạch, kết quả"), "" if reached else _("chưa có kế hoạch")),
        PackPart(_("HTX, tổ hợp tác"), "" if producers else _("chưa ghi ai mới, ai được củng cố")),
        PackPart(_("Tiền bán theo xã, theo sao"), "" if sold else _("chưa bán đơn nào")),
        PackPart(_("Hội chợ"), "" if held else _("chưa ghi hội chợ nào")),
        PackPart(_("Giấy tờ"), "" if not any((p.days_left or 0) < 0 for p in ending) else _("có giấy đã hết hạn")),
        PackPart(_("Tập huấn"), lacks_training),
    ]


@bp.route("/reports/programme/plan", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def plan() -> Any:
    """The form of a year's plan; what it does not show of groups and communes stays as it is."""
    of_year, actor = asked_year(), current_actor()
    standing = plans.find_plan(of_year)
    errors: dict[str, str] = {}
    sentence, status = None, 200
    if request.method == "POST":
        targets = {kind.value: money(kind) if kind is TargetKind.SALES_VND else whole(kind) for kind in TargetKind}
        data: dict[str, object] = {
            "targets": filled(targets),
            "notes": filled({kind.value: form_text(f"note-{kind}") for kind in TargetKind}),
            "points": [line.strip() for line in request.form.get("points", "").splitlines() if line.strip()],
            **filled({"note": form_text("note")}),
        }
        if standing:
            data["by_group"] = [_known(part, ("group", "products", "sales_vnd")) for part in standing.by_group]
            names = ("commune", "products", "cooperatives_new", "cooperatives_strengthened", "sales_vnd")
            data["by_commune"] = [_known(part, names) for part in standing.by_commune]
        try:
            document = validation.read(PlanRequest, data)
            transaction(lambda: plans.put_plan(of_year, document, actor))
        except DomainError as error:
            sentence, errors = form_errors(error)
            status = error.status
        else:
            flash(_("Đã lưu kế hoạch năm %(year)s.", year=of_year), "good")
            return redirect(url_for("programme_year.year", year=of_year))
    shown = request.form if request.method == "POST" else {}
    page = render_template(
        "programme/plan.html",
        year=of_year,
        plan=standing,
        kinds=list(TargetKind),
        typed=shown,
        errors={name.removeprefix("targets."): words for name, words in errors.items()},
        sentence=sentence,
    )
    return page, status


def _known(part: object, names: tuple[str, ...]) -> dict[str, object]:
    return filled({name: getattr(part, name) for name in names})
