"""Pages of marks: the brand set, one mark with its rule, its versions and where it was used; the manager's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from core.errors import DomainError
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page
from core.web.api import cursor_number
from core.web.form_parsing import form_errors, form_text, put_code
from core.web.uploads.photos import photos_of_form
from suppliers import producers, products
from suppliers.permits import SuppliersPermit
from suppliers.programme.marks import rules, uses
from suppliers.programme.marks.requests import MarkRuleRequest
from suppliers.programme.marks.results import MarkRuleResult

bp = Blueprint("marks", __name__)

USES_PAGE = 50
MOST_PRODUCTS = 2000


@bp.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update({"marks_on_page": uses.shown_on_page})


@bp.get("/marks")
@needs(SuppliersPermit.PROGRAMME)
def marks_list() -> str:
    """The marks of the brand set with their days."""
    return render_template("suppliers/marks/list.html", items=rules.list_rules())


@bp.get("/marks/<code>")
@needs(SuppliersPermit.PROGRAMME)
def mark(code: str) -> str:
    """One mark: its rule, its pictures, and where it was used, the newest first."""
    rule = rules.show_rule(code)
    found = uses.list_uses(code, cursor_number(request.args.get("after") or None), USES_PAGE + 1, newest_first=True)
    page = Page.cut(found, USES_PAGE, lambda use: use.id)
    named = {*rule.products, *(use.product for use in page.items)}
    return render_template(
        "suppliers/marks/mark.html",
        rule=rule,
        versions=rules.list_versions(code),
        uses=page.items,
        next_href=url_for("marks.mark", code=code, after=page.next) if page.next else None,
        names={product: name for product, (name, _unit) in products.names_of(named).items()},
        makers=dict(producers.producer_names()),
    )


@bp.route("/marks/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_mark() -> Any:
    """The form of a new mark."""
    return _form(None)


@bp.route("/marks/<code>/edit", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def edit_mark(code: str) -> Any:
    """The form of a known mark; what is saved is its next version."""
    return _form(rules.show_rule(code))


def _form(known: MarkRuleResult | None) -> Any:
    actor = current_actor()
    if request.method == "GET":
        return _form_page(known, _as_typed(known) if known else {"code": _next_code()}, {}, None)
    code = known.code if known else form_text("code") or ""
    files = request.form.getlist("files")
    try:
        files = photos_of_form("files", actor)
        data: dict[str, object] = {
            "name": form_text("name") or "",
            "files": files,
            "producers": request.form.getlist("producers"),
            "products": request.form.getlist("products"),
            "where": request.form.getlist("where"),
            "from": form_text("from") or "",
            "to": form_text("to") or "",
        }
        put_code(MarkRuleRequest, code, data, lambda document: rules.put_rule(code, document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        errors = {"to" if name == "body" else name.split(".")[0]: words for name, words in errors.items()}
        typed = {name: request.form.get(name, "") for name in ("code", "name", "from", "to")}
        return _form_page(known, typed | _chosen(files), errors, sentence), error.status
    flash(_("Đã lưu %(name)s.", name=data["name"]), "good")
    return redirect(url_for("marks.mark", code=code))


def _next_code() -> str:
    """A code that no mark has: NH1, NH2 …"""
    taken = {rule.code for rule in rules.list_rules()}
    return next(code for n in range(1, len(taken) + 2) if (code := f"NH{n}") not in taken)


def _chosen(files: list[str]) -> dict[str, object]:
    return {"files": files, **{name: request.form.getlist(name) for name in ("producers", "products", "where")}}


def _as_typed(rule: MarkRuleResult) -> dict[str, object]:
    lists = {name: list(getattr(rule, name)) for name in ("files", "producers", "products", "where")}
    return {"code": rule.code, "name": rule.name, "from": rule.from_.isoformat(), "to": rule.to.isoformat(), **lists}


def _form_page(known: MarkRuleResult | None, typed: Mapping[str, object], errors: dict[str, str], sentence: str | None) -> str:
    return render_template(
        "suppliers/marks/form.html",
        known=known,
        typed=typed,
        errors=errors,
        sentence=sentence,
        producers=producers.producer_names(consigning=True),
        products=[(p.code, p.name) for p in products.list_products("", None, MOST_PRODUCTS, retired=False)],
    )
