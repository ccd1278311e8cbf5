"""Forms of a file's steps: one is done, with its document; the last one was a mistake; and the decision that gives stars."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import clock
from core.db import transaction
from core.errors import DomainError, Invalid, NotFound
from core.i18n import N_
from core.people.actor import Actor, current_actor
from core.people.permits import needs
from core.values.uid import new_uid
from core.web import validation
from core.web.api import known_uid
from core.web.figure_fields import whole
from core.web.form_parsing import Typed, UidShape, filled, form_errors, form_text, put_once
from core.web.uploads.photos import photos_of_form
from office.programme.results import FileRow
from office.programme.rows import rows_of
from suppliers.certificates import papers, spans
from suppliers.certificates.requests import PaperRequest
from suppliers.choices import PaperKind
from suppliers.permits import SuppliersPermit
from suppliers.programme.files import files, reading
from suppliers.programme.files.choices import STEPS
from suppliers.programme.files.requests import StepRequest
from suppliers.programme.files.results import ProgrammeFileResult
from suppliers.requests import ReversalRequest

bp = Blueprint("programme_steps", __name__)


def row_of(uid: str) -> FileRow:
    """A file with its names. Raises NotFound."""
    (row,) = rows_of([reading.show_file(known_uid(uid))])
    return row


def document_of_form(name: str, actor: Actor) -> str | None:
    """The one file of a form: the last that was chosen. Raises what `photos_of_form` raises."""
    chosen = photos_of_form(name, actor)
    return chosen[-1] if chosen else None


@bp.route("/programme-files/<uid>/steps/<int:step>", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def record(uid: str, step: int) -> Any:
    """The form of a step that is done."""
    row = row_of(uid)
    if not 1 <= step <= len(STEPS):
        raise NotFound(N_("Chu trình OCOP chỉ có sáu bước."))
    if request.method == "GET":
        return _step_page(row, step, {"uid": new_uid(), "done_on": clock.today().isoformat()}, {}, None, [])
    actor, kept = current_actor(), list[str]()
    try:
        document = document_of_form("document", actor)
        kept = [document] if document else []
        data = filled({"done_on": form_text("done_on") or "", "note": form_text("note"), "document": document})

        def act(step_uid: str, asked: StepRequest) -> ProgrammeFileResult:
            return files.record_step(row.file.uid, step, asked, actor)

        data["uid"] = request.form.get("uid", "")
        put_once("programme-steps", StepRequest, data, act, f"{row.file.uid}/{step}", ProgrammeFileResult)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _step_page(row, step, request.form, errors, sentence, kept), error.status
    flash(_("Đã ghi xong bước %(n)s.", n=step), "good")
    return redirect(url_for("programme_files.show", uid=row.file.uid))


def _step_page(row: FileRow, step: int, typed: Typed, errors: dict[str, str], sentence: str | None, documents: list[str]) -> str:
    return render_template(
        "programme/step.html", row=row, step=step, typed=typed, errors=errors, sentence=sentence, documents=documents
    )


@bp.post("/programme-files/<uid>/steps/<int:step>/revert")
@needs(SuppliersPermit.PROGRAMME)
def revert(uid: str, step: int) -> Any:
    """Takes the last step back."""
    file, actor = reading.show_file(known_uid(uid)).uid, current_actor()
    data = {"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""}

    def act(_uid: str, document: ReversalRequest) -> ProgrammeFileResult:
        return files.revert_step(file, step, document, actor)

    try:
        put_once("programme-reversals", ReversalRequest, data, act, f"{file}/{step}", ProgrammeFileResult)
    except DomainError as error:
        flash(next(iter(form_errors(error)[1].values()), error.detail), "bad")
    else:
        flash(_("Đã hủy bước %(n)s. Lần ghi nhầm vẫn còn trong nhật ký.", n=step), "good")
    return redirect(url_for("programme_files.show", uid=file))


@bp.route("/programme-files/<uid>/decision", methods=["GET", "POST"])
@needs(SuppliersPermit.PROGRAMME)
def decision(uid: str) -> Any:
    """The form of the decision that recognises a product: it becomes its OCOP paper, which gives the stars."""
    row = row_of(uid)
    if row.file.product is None:
        flash(_("Ghi sản phẩm của ý tưởng này trước, rồi mới ghi quyết định."), "warn")
        return redirect(url_for("programme_files.edit_file", uid=row.file.uid))
    if request.method == "GET":
        stars = row.score.stars if row.score is not None else None
        typed = {"uid": new_uid(), "issued_on": clock.today().isoformat(), "stars": str(stars or "")}
        return _decision_page(row, typed, {}, None, [])
    actor, kept = current_actor(), list[str]()
    try:
        paper = str(validation.read(UidShape, {"uid": request.form.get("uid", "")}).uid)
        scan = document_of_form("file", actor)
        kept = [scan] if scan else []
        document = validation.read(PaperRequest, _paper_data(row.file.product, scan))
        if document.stars is None:
            raise Invalid(("stars", N_("Chọn hạng sao của quyết định.")))
        transaction(lambda: papers.put_paper(paper, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _decision_page(row, request.form, errors, sentence, kept), error.status
    flash(_("Đã ghi quyết định. Sao hiện ở quầy, trên tem và trang khách xem."), "good")
    return redirect(url_for("programme_files.show", uid=row.file.uid))


def _paper_data(product: str, scan: str | None) -> dict[str, object]:
    texts = {name: form_text(name) or "" for name in ("number", "issuer", "issued_on")}
    return {
        "kind": PaperKind.OCOP.value,
        "product": product,
        **texts,
        **filled({"valid_until": form_text("valid_until"), "stars": whole("stars"), "file": scan}),
    }


def _decision_page(row: FileRow, typed: Typed, errors: dict[str, str], sentence: str | None, scans: list[str]) -> str:
    return render_template(
        "programme/decision.html",
        row=row,
        typed=typed,
        errors=errors,
        sentence=sentence,
        scans=scans,
        last_day=spans.last_day(clock.today()),
    )
