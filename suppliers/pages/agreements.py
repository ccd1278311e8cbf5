"""Pages about what was agreed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import fetch_one
from core.errors import DomainError
from core.i18n import N_
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.text.formats import amount
from core.web.figure_fields import money, percent_bp, whole, whole_of
from core.web.form_parsing import filled, lines, put_code, told, words
from suppliers import agreements, producers, products
from suppliers.choices import LossCause
from suppliers.models import Agreement
from suppliers.requests import AgreementRequest

bp = Blueprint("agreements", __name__)

BLANK_TERMS = 2
AGREEMENTS_PAGE = 200
_LOSS_FIELDS = tuple(f"loss_{cause}" for cause in LossCause)
_TERM_FIELDS = ("scope", "basis", "figure", "discount_bearer", "allowance", "commission_base", "vat_kept_by", *_LOSS_FIELDS)
_DEFAULTS = {
    "basis": "commission",
    "discount_bearer": "outlet",
    "commission_base": "with_vat",
    "vat_kept_by": "producer",
    "allowance": "0",
}


@bp.get("/agreements")
@needs(Permit.MANAGE)
def agreements_list() -> str:
    """Agreements by number; on each page those in force first."""
    today = clock.today().isoformat()
    found: list[Any] = agreements.list_of(None, request.args.get("after") or None, AGREEMENTS_PAGE + 1)
    items = found[:AGREEMENTS_PAGE]
    following = items[-1]["number"] if len(found) > AGREEMENTS_PAGE else None
    items.sort(key=lambda a: (bool(a["ends_on"] and a["ends_on"] < today), a["number"]))
    names = dict(producers.producer_names())
    return render_template("suppliers/agreements.html", items=items, next=following, names=names, today_iso=today)


@bp.route("/producers/<code>/agreements/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_agreement(code: str) -> Any:
    """The form of a new agreement."""
    return _form(None, code)


@bp.route("/agreements/<number>", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def agreement(number: str) -> Any:
    """An agreement as it stands; writing it makes a new version."""
    return _form(number, str(agreements.show(number)["producer"]))


def _form(number: str | None, producer: str) -> Any:
    maker = producers.show_producer(producer)
    if request.method == "GET":
        return _page(number, maker, *_known(number), {}, None)
    wanted = number or words("number") or ""
    typed_terms = lines(*_TERM_FIELDS)
    typed_terms = [t for t in typed_terms if t["figure"].strip()] or typed_terms[:1]
    data = filled(
        {
            "ends_on": words("ends_on"),
            "holding_days": whole("holding_days"),
            "minimum_payout_vnd": money("minimum_payout_vnd"),
        }
    ) | {"producer": producer, "starts_on": words("starts_on") or "", "terms": [_term(t) for t in typed_terms]}
    actor = current_actor()

    def record(document: AgreementRequest) -> None:
        if number is None and fetch_one(select(Agreement.number).where(Agreement.number == wanted)):
            raise DomainError("code_taken", N_("Số hợp đồng này đã có. Hãy chọn số khác."))
        agreements.put(wanted, document, actor)

    try:
        put_code(AgreementRequest, wanted, data, record)
    except DomainError as error:
        sentence, errors = told(error)
        return _page(number, maker, request.form, typed_terms, errors, sentence), error.status
    flash(_("Đã lưu hợp đồng %(number)s. Hàng đã bán trước đó không đổi.", number=wanted), "good")
    return redirect(f"/producers/{producer}#agreements")


def _term(typed: dict[str, str]) -> dict[str, Any]:
    kind, _sep, which = typed["scope"].partition(":")
    term: dict[str, Any] = {
        "basis": typed["basis"],
        "discount_bearer": typed["discount_bearer"],
        "commission_base": typed["commission_base"] or "with_vat",
        "vat_kept_by": typed["vat_kept_by"] or "producer",
        "loss_allowance_bp": percent_bp("allowance", typed) or 0,
        "loss": {cause: typed[f"loss_{cause}"] for cause in LossCause if typed[f"loss_{cause}"]},
    }
    if kind == "product":
        term["product"] = which
    if kind == "set":
        term["set"] = whole_of(which)
    if typed["basis"] == "fixed_price":
        term["owed_per_unit_vnd"] = money("figure", typed)
    else:
        term["rate_bp"] = percent_bp("figure", typed)
    return filled(term)


def _known(number: str | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if number is None:
        typed = {"starts_on": clock.today().isoformat(), "holding_days": "0", "minimum_payout_vnd": "0"}
        return typed, [{**_DEFAULTS, "scope": "", "figure": ""}]
    shown: dict[str, Any] = dict(agreements.show(number))
    terms = []
    for term in shown["terms"]:
        scope = f"product:{term['product']}" if term["product"] else f"set:{term['set']}" if term["set"] else ""
        figure = _percent(term["rate_bp"]) if term["basis"] == "commission" else amount(term["owed_per_unit_vnd"])
        terms.append(
            {
                "scope": scope,
                "basis": term["basis"],
                "figure": figure,
                "discount_bearer": term["discount_bearer"],
                "commission_base": term["commission_base"],
                "vat_kept_by": term["vat_kept_by"],
                "allowance": _percent(term["loss_allowance_bp"]),
                **{f"loss_{cause}": term["loss"][cause] for cause in LossCause},
            }
        )
    return shown, terms


def _percent(bp_: int) -> str:
    whole_part, part = divmod(bp_, 100)
    return str(whole_part) + (f",{part:02d}".rstrip("0") if part else "")


def _page(
    number: str | None, maker: dict[str, Any], typed: Any, terms: list[Any], errors: dict[str, str], sentence: str | None
) -> str:
    scopes = [("", _("mọi sản phẩm"))]
    scopes += [(f"product:{p['code']}", p["name"]) for p in products.list_products("", None, 1000, producer=maker["code"])]
    scopes += [(f"set:{n}", _("bộ sản phẩm %(n)s", n=n)) for n in range(1, 27)]
    blank = [{**_DEFAULTS, "scope": "", "figure": ""} for _i in range(BLANK_TERMS)]
    return render_template(
        "suppliers/agreement_form.html",
        number=number,
        producer=maker,
        typed=typed,
        terms=[*terms, *blank],
        written=len(terms),
        scopes=scopes,
        causes=LossCause,
        errors=errors,
        sentence=sentence,
    )
