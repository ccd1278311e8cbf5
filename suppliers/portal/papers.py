"""The producers' own pages of papers: what ends, what waits, and the form that sends one. They work without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.people.actor import current_actor
from core.people.permits import needs
from core.text.letters import clean_text
from core.values.uid import new_uid
from core.web.api import known_uid
from core.web.form_parsing import Typed
from suppliers import products
from suppliers.certificates import papers, register
from suppliers.certificates.papers import PaperFilter
from suppliers.certificates.results import PaperResult
from suppliers.choices import PaperState
from suppliers.pages import paper_form as form
from suppliers.permits import SuppliersPermit
from suppliers.portal.pages import own_producer

bp = Blueprint("portal_papers", __name__)


@bp.get("/portal/papers")
@needs(SuppliersPermit.PORTAL)
def papers_list() -> str:
    """The producer's papers: those to renew, those that wait or were refused, and those that hold."""
    own = PaperFilter(producer=own_producer())
    to_do = register.to_do(own)
    ending = [*to_do.ended, *(row for _days, rows in to_do.soon for row in rows)]
    urgent = {row.paper.uid for row in ending}
    others = register.named(papers.list_papers(own, None, register.MOST))
    sent = [row for row in others if row.paper.state in {PaperState.WAITING, PaperState.REFUSED}]
    valid = [row for row in others if row.paper.state is PaperState.VALID and row.paper.uid not in urgent]
    return render_template("portal/papers.html", ending=ending, sent=sent, valid=valid, tab="home")


@bp.get("/portal/papers/<uid>")
@needs(SuppliersPermit.PORTAL)
def paper(uid: str) -> str:
    """One of its papers, with picture or file."""
    (row,) = register.named([papers.show_paper(known_uid(uid), own_producer())])
    return render_template("portal/paper.html", row=row, paper=row.paper, back=url_for("portal_papers.papers_list"), tab="home")


@bp.route("/portal/papers/new", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL)
def new_paper() -> Any:
    """The form of a new paper; `instead` names the one whose place it takes."""
    if request.method == "POST":
        return _sent(None)
    typed: Typed = {"uid": new_uid(), "kind": clean_text(request.args.get("kind", ""))}
    if instead := request.args.get("instead"):
        old = form.typed_of(papers.show_paper(known_uid(instead), own_producer()))
        typed = {"uid": new_uid(), **{name: old[name] for name in ("product", "kind", "issuer", "stars")}}
    return _form_page(None, typed, {}, None)


@bp.route("/portal/papers/<uid>/edit", methods=["GET", "POST"])
@needs(SuppliersPermit.PORTAL)
def edit_paper(uid: str) -> Any:
    """The form of a paper that waits or was refused."""
    known = papers.show_paper(known_uid(uid), own_producer())
    if request.method == "POST":
        return _sent(known)
    return _form_page(known, form.typed_of(known), {}, None)


def _sent(known: PaperResult | None) -> Any:
    saved = form.save(known.uid if known else None, current_actor())
    if saved.uid is None:
        return _form_page(known, saved.typed, dict(saved.errors), saved.sentence), saved.status
    flash(_("Đã gửi. Điểm bán xem rồi duyệt; duyệt xong giấy mới được tính."), "good")
    return redirect(url_for("portal_papers.papers_list"))


def _form_page(known: PaperResult | None, typed: Typed, errors: dict[str, str], sentence: str | None) -> str:
    own = products.list_products("", None, form.MOST_CHOICES, producer=own_producer(), retired=False)
    return render_template(
        "portal/paper_form.html",
        known=known,
        typed=typed,
        errors=errors,
        sentence=sentence,
        goods=[(product.code, product.name) for product in own],
        back=url_for("portal_papers.papers_list"),
        tab="home",
    )
