"""The manager's page of what stands on the papers, with a picture of each as it will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.area import registered
from core.db import transaction
from core.errors import DomainError
from core.people import people
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.printing.devices.settings import NARROW_ROLL_MM, WIDE_ROLL_MM, usual_settings
from core.printing.issuer import examples_of, present_issuer
from core.printing.papers import SheetFormat, SheetPaper, SlipFormat, SlipPaper
from core.printing.sheets.pictures import first_page_png
from core.printing.skins.files import slip_file
from core.printing.slip_template import SlipPart
from core.printing.templates import slip_templates
from core.printing.templates.requests import SlipTemplateRequest
from core.printing.templates.slip_templates import SlipTemplateResult
from core.web.form_parsing import filled, form_errors, form_text
from core.web.validation import read
from pos.receipts.papers.sale import SALE

bp = Blueprint("slips", __name__)
PAPERS_MM = (WIDE_ROLL_MM, NARROW_ROLL_MM)
"""Rolls that a slip is shown on."""
ShownPaper = SlipPaper | SheetPaper
TEXTS = ("logo", "header", "footer", "thanks", "second_language")


@dataclass(frozen=True, slots=True)
class SlipForm:
    """What is typed into the page, or stands there."""

    logo: str | None
    header: str | None
    footer: str | None
    thanks: str | None
    second_language: str | None
    shown: Sequence[SlipPart]

    @classmethod
    def read(cls, typed: MultiDict[str, str]) -> Self:
        """The form of a request, or of an address."""
        shown = typed.getlist("shown")
        logo, header, footer, thanks, language = (form_text(name, typed) for name in TEXTS)
        return cls(logo, header, footer, thanks, language, [part for part in SlipPart if part in shown])


@bp.get("/settings/slips")
@needs(Permit.MANAGE)
def slips() -> str:
    """What stands on the slips, and its versions."""
    return _page(_form_of(slip_templates.present()), {}, None)


@bp.post("/settings/slips")
@needs(Permit.MANAGE)
def put_slips() -> ResponseReturnValue:
    """Makes a new version, with a new picture if one was chosen."""
    actor = current_actor()
    picture = request.files.get("picture")
    file = picture.read() if picture and picture.filename else b""

    def record(document: SlipTemplateRequest) -> SlipTemplateResult:
        logo = slip_templates.add_logo(file, actor).logo if file else document.logo
        return slip_templates.put(document.model_copy(update={"logo": logo}), actor)

    form = SlipForm.read(request.form)
    try:
        document = _document(form)
        transaction(lambda: record(document))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(form, errors, sentence), error.status
    flash(_("Đã lưu mẫu phiếu. Phiếu in từ bây giờ theo mẫu này."), "good")
    return redirect(url_for("slips.slips"))


@bp.post("/settings/slips/versions/<int:number>")
@needs(Permit.MANAGE)
def use_version(number: int) -> ResponseReturnValue:
    """Goes back to an earlier version, which becomes the newest one."""
    actor = current_actor()
    document = _document(_form_of(slip_templates.version_of(number)))
    transaction(lambda: slip_templates.put(document, actor))
    flash(_("Đã dùng lại bản %(number)s.", number=number), "good")
    return redirect(url_for("slips.slips"))


@bp.get("/settings/slips/preview.png")
@needs(Permit.MANAGE)
def preview() -> ResponseReturnValue:
    """A paper's example with what the address says: a slip as a print head would burn it, or a sheet's first page."""
    document = _document(SlipForm.read(request.args))
    slip_templates.check(document)
    paper = _chosen()
    paper_mm = next((mm for mm in PAPERS_MM if str(mm) == request.args.get("paper_mm")), WIDE_ROLL_MM)
    with examples_of(present_issuer(slip_templates.template_of(document))):
        if isinstance(paper, SlipPaper):
            png = slip_file(paper.example(0), SlipFormat.PNG, usual_settings(paper_mm))
        else:
            png = first_page_png(paper.example[SheetFormat.PDF]())
    return png, 200, {"Content-Type": "image/png"}


def _shown_papers() -> list[ShownPaper]:
    """Papers that bear the template: slips, then sheets."""
    papers = registered().papers.values()
    slips = [paper for paper in papers if isinstance(paper, SlipPaper)]
    return [*slips, *(paper for paper in papers if isinstance(paper, SheetPaper) and paper.has_letterhead)]


def _chosen() -> ShownPaper:
    """The paper that the address names, else the slip of a sale."""
    return next((paper for paper in _shown_papers() if paper.name == request.args.get("paper")), SALE)


def _document(form: SlipForm) -> SlipTemplateRequest:
    hidden = [part for part in SlipPart if part not in form.shown]
    return read(SlipTemplateRequest, filled({name: getattr(form, name) for name in TEXTS}) | {"hidden": hidden})


def _form_of(version: SlipTemplateResult) -> SlipForm:
    shown = [part for part in SlipPart if part not in version.hidden]
    return SlipForm(version.logo, version.header, version.footer, version.thanks, version.second_language, shown)


def _page(form: SlipForm, errors: dict[str, str], sentence: str | None) -> str:
    said = filled({name: getattr(form, name) for name in TEXTS if name not in errors})
    paper = _chosen()
    said["shown"] = [part.value for part in form.shown]
    previews = [(mm, url_for("slips.preview", paper=paper.name, paper_mm=mm, **said)) for mm in PAPERS_MM]
    return render_template(
        "settings/slips.html",
        typed=form,
        parts=list(SlipPart),
        versions=slip_templates.list_versions(),
        names=people.names(),
        papers=[(shown.name, shown.label, isinstance(shown, SlipPaper)) for shown in _shown_papers()],
        paper=paper.name,
        on_roll=isinstance(paper, SlipPaper),
        previews=previews,
        sheet=url_for("slips.preview", paper=paper.name, **said),
        errors=errors,
        sentence=sentence,
    )
