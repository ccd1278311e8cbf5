"""Pages of the programme's files: those of a year with their six steps, one file, and its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import needs
from core.values.uid import new_uid
from core.web import validation
from core.web.api import known_uid
from core.web.figure_fields import whole
from core.web.form_parsing import Typed, UidShape, filled, form_errors, form_text
from office.programme import charts
from office.programme.results import FileRow
from office.programme.rows import lead_of, rows_of
from reports.charts.bars import BarChart, Column, Series, bar_chart
from reports.products.months import sold_by_month
from suppliers import producers, products
from suppliers.certificates import papers
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperState
from suppliers.permits import SuppliersPermit
from suppliers.programme.communes.history import commune_today
from suppliers.programme.councils import councils, scores
from suppliers.programme.councils.scores import ScoreFilter
from suppliers.programme.files import files, reading, renewals
from suppliers.programme.files.choices import FileState
from suppliers.programme.files.reading import FileFilter
from suppliers.programme.files.requests import FileRequest
from suppliers.programme.files.results import ProgrammeFileResult

bp = Blueprint("programme_files", __name__)
FIRST_YEAR = 2018
MOST_PAPERS = 200
_FIELDS = ("product", "idea", "producer", "commune", "year", "group", "aim", "waits_for")


bp.add_app_template_filter(charts.written_points, "points")


@bp.get("/programme-files")
@needs(SuppliersPermit.PROGRAMME)
def files_list() -> str:
    """The files of a year, one row each with its six steps, and the products that are to be evaluated anew."""
    this_year = clock.today().year
    known = reading.years()
    asked = request.args.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked) <= this_year + 1
    year = int(asked) if is_year else next((one for one in known if one <= this_year), this_year)
    rows = rows_of(reading.list_files(FileFilter(year=year)))
    rows.sort(key=lambda row: (-len(row.file.steps), row.score is None, row.title))
    return render_template(
        "programme/files.html",
        rows=rows,
        year=year,
        years=sorted({*known, this_year, year}, reverse=True),
        waiting=[row for row in rows if row.file.state is FileState.AWAITING],
        due=sorted(renewals.due(), key=lambda ending: ending.valid_until),
    )


@bp.get("/programme-files/<uid>")
@needs(SuppliersPermit.PROGRAMME)
def show(uid: str) -> str:
    """One file: its steps, points, papers, what the product sold this year, and its facts."""
    (row,) = rows_of([reading.show_file(known_uid(uid))])
    file = row.file
    given = scores.list_scores(ScoreFilter(file=file.uid))
    standing = [score for score in given if score.taken_back is None]
    drawn = [*([file.self_score] if file.self_score else []), *([row.score] if row.score else [])]
    product = products.show_product(file.product) if file.product else None
    return render_template(
        "programme/file.html",
        row=row,
        file=file,
        lead=lead_of(row),
        chart=charts.score_chart(drawn, 640) if drawn else None,
        chart_phone=charts.score_chart(drawn, 330, words_above=True) if drawn else None,
        table=charts.score_table(file.self_score, row.score),
        scores=standing,
        mistakes=[score for score in given if score.taken_back is not None],
        councils=councils.councils_of({score.council for score in given}),
        written_points=charts.written_points,
        papers=_papers(file),
        product=product,
        place=commune_today(file.commune or (product.commune if product else None) or "") or None,
        months=_months(file),
        this_year=clock.today().year,
        may_record=file.state is FileState.AWAITING and file.product is not None,
    )


def _papers(file: ProgrammeFileResult) -> Sequence[PaperResult]:
    """The newest paper of each kind of a file's product and of its producer."""
    if file.product and file.producer:
        found = papers.of_product(file.product, file.producer)
    elif file.producer:
        of_producer = papers.list_papers(PaperFilter(producer=file.producer), None, MOST_PAPERS)
        found = [one for one in reversed(of_producer) if one.product is None and one.state is not PaperState.WAITING]
    else:
        return []
    newest: dict[tuple[str, str | None], PaperResult] = {}
    for one in found:
        newest.setdefault((one.kind, one.product), one)
    return list(newest.values())


def _months(file: ProgrammeFileResult) -> tuple[BarChart, BarChart] | None:
    """What the product of a file sold in each month of this year, drawn twice; None where it sold nothing."""
    if not file.product or not file.producer:
        return None
    today = clock.today()
    sold = sold_by_month(file.product, file.producer, today.year)
    if not any(sold):
        return None
    columns = [
        Column(_("T%(n)s", n=month), f"{month:02d}/{today.year}", is_partial=month == today.month)
        for month in range(1, len(sold) + 1)
    ]
    series = [Series(str(_("Tiền bán")), sold)]
    return bar_chart(columns, series, 640, 208), bar_chart(columns, series, 330, 208)


@bp.route("/programme-files/new", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def new_file() -> Any:
    """The form of a new file, of a product or of an idea."""
    if request.method == "POST":
        return _saved(None)
    named = request.args.get("product", "")
    typed = {"uid": new_uid(), "year": str(clock.today().year), "group": "1", "product": named}
    return _form_page(None, typed, {}, None)


@bp.route("/programme-files/<uid>/edit", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def edit_file(uid: str) -> Any:
    """The form of a known file; here an idea gets its product."""
    (row,) = rows_of([reading.show_file(known_uid(uid))])
    if request.method == "POST":
        return _saved(row)
    values = {name: getattr(row.file, name) for name in _FIELDS}
    typed = {name: "" if value is None else str(value) for name, value in values.items()}
    return _form_page(row, typed, {}, None)


def _saved(row: FileRow | None) -> Any:
    actor = current_actor()
    try:
        uid = row.file.uid if row else str(validation.read(UidShape, {"uid": request.form.get("uid", "")}).uid)
        document = validation.read(FileRequest, _document(row))
        transaction(lambda: files.put_file(uid, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _form_page(row, request.form, errors, sentence), error.status
    flash(_("Đã lưu hồ sơ."), "good")
    return redirect(url_for("programme_files.show", uid=uid))


def _document(row: FileRow | None) -> dict[str, object]:
    """The form as a document. An idea that has its product keeps its text; only an idea names its producer."""
    product = form_text("product")
    texts = {name: form_text(name) for name in ("commune", "waits_for")}
    idea = form_text("idea")
    if product and row is not None and row.file.idea:
        idea = None
    figures = {"year": whole("year"), "group": whole("group"), "aim": whole("aim")}
    producer = None if product else form_text("producer")
    return filled({"product": product, "idea": idea, "producer": producer, **texts, **figures})


def _form_page(row: FileRow | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    goods = products.list_products("", None, 1000)
    return render_template(
        "programme/file_form.html",
        row=row,
        typed=typed,
        errors=errors,
        sentence=sentence,
        goods=[(one.code, one.name) for one in goods if one.producer != producers.owner_code() and not one.retired],
        producers=producers.producer_names(consigning=True),
        year_choices=[(year, str(year)) for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)],
    )
