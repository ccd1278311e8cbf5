"""Pages about what was agreed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from core import clock
from core.errors import DomainError
from core.i18n import N_
from core.money import Bp, Vnd
from core.people.actor import current_actor
from core.people.permits import Permit, needs
from core.results import Page, to_json
from core.text.formats import amount
from core.web.figure_fields import money, percent_bp, whole, whole_of
from core.web.form_parsing import Typed, filled, form_errors, form_text, lines, put_code
from suppliers import producers, products
from suppliers.agreements import reading, recording
from suppliers.agreements.requests import AgreementRequest
from suppliers.agreements.results import AgreementResult, TermResult
from suppliers.choices import Basis, Bearer, CommissionBase, LossCause, VatKeeper
from suppliers.results import ProducerResult

bp = Blueprint("agreements", __name__)

BLANK_TERMS = 2
AGREEMENTS_PAGE = 200
_LOSS_FIELDS = tuple(f"loss_{cause}" for cause in LossCause)
_TERM_FIELDS = ("scope", "basis", "figure", "discount_bearer", "allowance", "commission_base", "vat_kept_by", *_LOSS_FIELDS)
_BLANK_TERM: Typed = {
    "scope": "",
    "basis": Basis.COMMISSION,
    "figure": "",
    "discount_bearer": Bearer.OUTLET,
    "commission_base": CommissionBase.WITH_VAT,
    "vat_kept_by": VatKeeper.PRODUCER,
    "allowance": "0",
}


@bp.get("/agreements")
@needs(Permit.MANAGE)
def agreements_list() -> str:
    """Agreements by number; on each page those in force first."""
    today = clock.today()
    by_number = reading.list_of(None, request.args.get("after") or None, AGREEMENTS_PAGE + 1)
    page = Page.cut(by_number, AGREEMENTS_PAGE, lambda agreement: agreement.number)
    items = sorted(page.items, key=lambda agreement: (agreement.ended_before(today), agreement.number))
    return render_template(
        "suppliers/agreements.html", items=items, next=page.next, names=dict(producers.producer_names()), today=today
    )


@bp.route("/producers/<code>/agreements/new", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def new_agreement(code: str) -> Any:
    """The form of a new agreement."""
    producer = producers.show_producer(code)
    if request.method == "POST":
        return _record(None, producer)
    typed = {"starts_on": clock.today().isoformat(), "holding_days": "0", "minimum_payout_vnd": "0"}
    return _page(None, producer, typed, [_BLANK_TERM], {}, None)


@bp.route("/agreements/<number>", methods=["GET", "POST"])
@needs(Permit.MANAGE)
def agreement(number: str) -> Any:
    """An agreement as it stands; writing it makes a new version."""
    standing = reading.show(number)
    producer = producers.show_producer(standing.producer)
    if request.method == "POST":
        return _record(standing, producer)
    return _page(standing, producer, _as_typed(standing), [_term_as_typed(term) for term in standing.terms], {}, None)


def _record(standing: AgreementResult | None, producer: ProducerResult) -> Any:
    """Records what was typed, as a new agreement or a new version of a standing one."""
    number = standing.number if standing else form_text("number") or ""
    typed_terms = lines(*_TERM_FIELDS)
    typed_terms = [t for t in typed_terms if t["figure"].strip()] or typed_terms[:1]
    data = filled(
        {
            "ends_on": form_text("ends_on"),
            "holding_days": whole("holding_days"),
            "minimum_payout_vnd": money("minimum_payout_vnd"),
        }
    ) | {"producer": producer.code, "starts_on": form_text("starts_on") or "", "terms": [_term(t) for t in typed_terms]}
    if standing:  # the form has no fields for these yet: they stay as they are
        data |= _kept(standing)
    actor = current_actor()

    def record(document: AgreementRequest) -> None:
        if standing is None and reading.is_known(number):
            raise DomainError("code_taken", N_("Số hợp đồng này đã có. Hãy chọn số khác."))
        recording.put(number, document, actor)

    try:
        put_code(AgreementRequest, number, data, record)
    except DomainError as error:
        sentence, errors = form_errors(error)
        return _page(standing, producer, request.form, typed_terms, errors, sentence), error.status
    flash(_("Đã lưu hợp đồng %(number)s. Hàng đã bán trước đó không đổi.", number=number), "good")
    return redirect(f"/producers/{producer.code}#agreements")


_NOT_ON_THE_FORM = (
    "answer_days",
    "allowances",
    "on_expiry",
    "signed_number",
    "grace_days",
    "cycle",
    "charges",
    "papers",
    "visibility",
)


def _kept(standing: AgreementResult) -> dict[str, object]:
    """What of an agreement its form leaves as it is, as the API takes it."""
    as_json: dict[str, object] = json.loads(to_json(standing))
    return {name: as_json[name] for name in _NOT_ON_THE_FORM if as_json[name] is not None}


def _term(typed: Typed) -> dict[str, object]:
    """A term of the document, from what was typed."""
    kind, _sep, which = typed["scope"].partition(":")
    term: dict[str, object] = {
        "basis": typed["basis"],
        "discount_bearer": typed["discount_bearer"],
        "commission_base": typed["commission_base"] or CommissionBase.WITH_VAT,
        "vat_kept_by": typed["vat_kept_by"] or VatKeeper.PRODUCER,
        "loss_allowance_bp": percent_bp("allowance", typed) or 0,
        "loss": {cause: typed[f"loss_{cause}"] for cause in LossCause if typed[f"loss_{cause}"]},
    }
    if kind == "product":
        term["product"] = which
    if kind == "set":
        term["set"] = whole_of(which)
    if typed["basis"] == Basis.FIXED_PRICE:
        term["owed_per_unit_vnd"] = money("figure", typed)
    else:
        term["rate_bp"] = percent_bp("figure", typed)
    return filled(term)


def _as_typed(standing: AgreementResult) -> Typed:
    """An agreement as the fields of its form."""
    return {
        "starts_on": standing.starts_on.isoformat(),
        "ends_on": standing.ends_on.isoformat() if standing.ends_on else "",
        "holding_days": str(standing.holding_days),
        "minimum_payout_vnd": amount(standing.minimum_payout_vnd),
    }


def _term_as_typed(term: TermResult) -> Typed:
    """A term as the fields of its form."""
    by_price = term.basis is Basis.FIXED_PRICE
    return {
        "scope": f"product:{term.product}" if term.product else f"set:{term.set}" if term.set else "",
        "basis": term.basis,
        "figure": amount(term.owed_per_unit_vnd or Vnd(0)) if by_price else _percent(term.rate_bp or Bp(0)),
        "discount_bearer": term.discount_bearer,
        "commission_base": term.commission_base,
        "vat_kept_by": term.vat_kept_by,
        "allowance": _percent(term.loss_allowance_bp),
        **{f"loss_{cause}": bearer for cause, bearer in term.loss.items()},
    }


def _percent(rate_bp: Bp) -> str:
    whole_part, part = divmod(rate_bp, 100)
    return str(whole_part) + (f",{part:02d}".rstrip("0") if part else "")


def _page(
    standing: AgreementResult | None,
    producer: ProducerResult,
    typed: Typed,
    terms: Sequence[Typed],
    errors: dict[str, str],
    sentence: str | None,
) -> str:
    scopes = [("", _("mọi sản phẩm"))]
    scopes += [(f"product:{p.code}", p.name) for p in products.list_products("", None, 1000, producer=producer.code)]
    scopes += [(f"set:{n}", _("bộ sản phẩm %(n)s", n=n)) for n in range(1, 27)]
    return render_template(
        "suppliers/agreement_form.html",
        agreement=standing,
        producer=producer,
        typed=typed,
        terms=[*terms, *[_BLANK_TERM] * BLANK_TERMS],
        written=len(terms),
        scopes=scopes,
        causes=LossCause,
        errors=errors,
        sentence=sentence,
    )
