"""Pages of papers: the register, one paper, its form, the answer to what a producer sent. They work without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.errors import DomainError
from core.files import reading
from core.people.actor import Actor, current_actor
from core.people.permits import needs
from core.results import Page
from core.text.letters import clean_text
from core.values.uid import new_uid
from core.web.api import cursor_number, known_uid
from core.web.form_parsing import Typed, filled, form_errors, form_text, put_once
from suppliers import producers, products
from suppliers.addressing import speak_of
from suppliers.certificates import papers, register, troubles
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.register import NamedPaper
from suppliers.certificates.requests import PaperApprovalRequest, PaperRefusalRequest
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperKind, PaperState
from suppliers.pages import paper_form as form
from suppliers.permits import SuppliersPermit

bp = Blueprint("papers", __name__)

PAGE = 100
_FORM = "suppliers/papers/form.html"


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update({"is_picture": is_picture, "paper_troubles": troubles.troubles})


def is_picture(uid: str) -> bool:
    """Whether a file is a picture, and no PDF."""
    kind = reading.type_of(uid)
    return kind is not None and kind.is_picture


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the register chose; `state` is empty for what needs doing, `all` for everything."""

    state: str
    wanted: PaperFilter


@bp.get("/papers")
@needs(SuppliersPermit.PAPERS_REGISTER)
def papers_list() -> str:
    """What needs doing about papers; with a state all of that state, in the order they were added."""
    asked = _asked(request.args)
    to_do = register.to_do(asked.wanted)
    rows: list[NamedPaper] = []
    following = None
    if asked.state:
        after = cursor_number(request.args.get("after") or None)
        page = Page.cut(papers.list_papers(asked.wanted, after, PAGE + 1), PAGE, lambda paper: paper.id)
        rows = register.named(page.items)
        following = f"?{urlencode({**request.args.to_dict(), 'after': page.next})}" if page.next else None
    return render_template(
        "suppliers/papers/list.html",
        asked=asked,
        to_do=to_do,
        rows=rows,
        next_href=following,
        total=papers.count_papers(),
        producers=producers.producer_names(),
        products=[(p.code, p.name) for p in products.list_products("", None, form.MOST_CHOICES)],
        may_record=current_actor().may(SuppliersPermit.PAPERS_APPROVE),
    )


def _asked(args: MultiDict[str, str]) -> Asked:
    texts = {name: clean_text(args.get(name, "")) or None for name in ("producer", "product", "kind", "state")}
    state = texts["state"] if texts["state"] in {*PaperState, "all"} else ""
    wanted = PaperFilter(
        texts["producer"],
        texts["product"],
        PaperKind(texts["kind"]) if texts["kind"] in set(PaperKind) else None,
        PaperState(state) if state in set(PaperState) else None,
    )
    return Asked(state or "", wanted)


@bp.get("/papers/<uid>")
@needs(SuppliersPermit.PAPERS_REGISTER)
def paper(uid: str) -> str:
    """One paper, with its picture or file."""
    return _paper_page(uid, {}, {}, None)


def _paper_page(uid: str, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    (row,) = register.named([papers.show_paper(known_uid(uid))])
    speak_of(row.paper.owner)
    return render_template(
        "suppliers/papers/paper.html",
        row=row,
        paper=row.paper,
        typed=typed,
        errors=errors,
        sentence=sentence,
        may_record=current_actor().may(SuppliersPermit.PAPERS_APPROVE),
    )


@bp.route("/papers/new", methods=["GET", "POST"])
@needs(SuppliersPermit.PAPERS_APPROVE)
def new_paper() -> Any:
    """The form of a new paper; `instead` names the one whose place it takes."""
    if request.method == "POST":
        return _saved(None)
    instead = request.args.get("instead")
    if instead:
        old = papers.show_paper(known_uid(instead))
        kept = ("of", "kind", "issuer", "stars")
        typed = {"uid": new_uid(), **{name: value for name, value in form.typed_of(old).items() if name in kept}}
    else:
        typed = {"uid": new_uid(), "kind": clean_text(request.args.get("kind", ""))}
        if product := request.args.get("product"):
            typed["of"] = f"{products.show_product(product).name} ({product})"
        elif producer := request.args.get("producer"):
            typed["of"] = f"{producers.show_producer(producer).name} ({producer})"
    return _form_page(None, typed, {}, None)


@bp.route("/papers/<uid>/edit", methods=["GET", "POST"])
@needs(SuppliersPermit.PAPERS_APPROVE)
def edit_paper(uid: str) -> Any:
    """The form of a known paper."""
    known = papers.show_paper(known_uid(uid))
    if request.method == "POST":
        return _saved(known.uid)
    return _form_page(known, form.typed_of(known), {}, None)


def _saved(uid: str | None) -> Any:
    saved = form.save(uid, current_actor())
    if saved.uid is None:
        known = papers.show_paper(uid) if uid else None
        return _form_page(known, saved.typed, dict(saved.errors), saved.sentence), saved.status
    flash(_("Đã lưu giấy tờ."), "good")
    return redirect(url_for("papers.paper", uid=saved.uid))


def _form_page(known: PaperResult | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        _FORM, known=known, typed=typed, errors=errors, sentence=sentence, subjects=[s.words for s in form.subjects()]
    )


@bp.post("/papers/<uid>/approve")
@needs(SuppliersPermit.PAPERS_APPROVE)
def approve(uid: str) -> Any:
    """Approves what a producer sent."""
    actor = current_actor()
    return _decided(
        uid,
        lambda: put_once(
            "paper-approvals",
            PaperApprovalRequest,
            {"uid": request.form.get("uid", "")},
            lambda _uid, document: papers.approve(known_uid(uid), document, actor),
            known_uid(uid),
            PaperResult,
        ),
        _("Đã duyệt. Từ bây giờ giấy này được tính."),
    )


@bp.post("/papers/<uid>/refuse")
@needs(SuppliersPermit.PAPERS_APPROVE)
def refuse(uid: str) -> Any:
    """Says why a paper that a producer sent does not count."""
    return _decided(uid, lambda: _refuse(known_uid(uid), current_actor()), _("Đã báo HTX lý do."))


def _refuse(uid: str, actor: Actor) -> PaperResult:
    data = filled({"uid": request.form.get("uid", ""), "reason": form_text("reason") or ""})
    return put_once(
        "paper-refusals",
        PaperRefusalRequest,
        data,
        lambda _uid, document: papers.refuse(uid, document, actor),
        uid,
        PaperResult,
    )


def _decided(uid: str, decide: Callable[[], PaperResult], said: str) -> Any:
    papers.show_paper(known_uid(uid))
    try:
        decide()
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _paper_page(uid, request.form, errors, sentence), error.status
    flash(said, "good")
    return redirect(url_for("papers.papers_list"))
