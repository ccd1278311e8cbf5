"""The editor's fields: what was typed as the document it means, and an agreement as what would have been typed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import request

from core.money import Bp, Vnd
from core.results import to_json
from core.text.formats import amount
from core.web.figure_fields import EMPTY, money, percent_bp, whole, whole_of
from core.web.form_parsing import Typed, filled, form_text
from core.web.validation import Unread
from suppliers.agreements.requests import ANSWER_DAYS
from suppliers.agreements.results import AgreementResult, ChargeResult, TermResult
from suppliers.choices import Basis, Bearer, CommissionBase, ExpiryChoice, LossCause, PaperKind, VatKeeper

TERM_FIELDS = ("scope", "basis", "figure", "discount_bearer", "allowance", "commission_base", "vat_kept_by")
CHARGE_FIELDS = ("charge_name", "charge_per", "charge_amount")
PLAIN_FIELDS = (
    "number", "signed_number", "starts_on", "ends_on", "grace_days", "holding_days", "minimum_payout_vnd", "answer_days", "cycle",
    "visibility", "expiry_choice", "expiry_days", "expiry_answer_days", "expiry_rate", "from", "reason",
    "example_quantity", "example_goods", "example_discount",
    *(f"paper_{kind}" for kind in PaperKind),
    *(f"allow_{cause}" for cause in LossCause),
    *(f"allow_{cause}_per" for cause in LossCause),
)  # fmt: skip
"""Fields that the form has once."""
MOST_TERMS = 500
BLANK_TERM: Typed = {
    "scope": "",
    "basis": Basis.COMMISSION,
    "figure": "",
    "discount_bearer": Bearer.OUTLET,
    "allowance": "",
    "commission_base": CommissionBase.WITH_VAT,
    "vat_kept_by": VatKeeper.PRODUCER,
    **{f"loss_{cause}": Bearer.OUTLET for cause in LossCause},
}
BLANK_CHARGE: Typed = {"charge_name": "", "charge_per": "cycle", "charge_amount": ""}
MODEL_LOSSES = {
    LossCause.DAMAGE: Bearer.SHARED,
    LossCause.EXPIRY: Bearer.PRODUCER,
    LossCause.THEFT: Bearer.OUTLET,
    LossCause.COUNT: Bearer.OUTLET,
    LossCause.SAMPLING: Bearer.PRODUCER,
    LossCause.RECALL: Bearer.PRODUCER,
}
"""Who bears what in the usual agreement: the outlet what it loses, the producer what was not good or was given away."""


@dataclass(frozen=True)
class TypedAgreement:
    """Everything the editor shows in its fields."""

    plain: Typed
    terms: list[Typed] = field(default_factory=list)
    charges: list[Typed] = field(default_factory=list)

    def with_plain(self, **more: str) -> TypedAgreement:
        """The same with other plain fields."""
        return replace(self, plain={**self.plain, **more})

    def written(self) -> TypedAgreement:
        """Without the rows that were added and nobody wrote anything into. The first term stays: empty it is refused."""
        terms = [term for i, term in enumerate(self.terms) if not i or term["figure"].strip() or term["scope"]]
        charges = [one for one in self.charges if one["charge_name"].strip() or one["charge_amount"].strip()]
        return replace(self, terms=terms, charges=charges)


def read_form() -> TypedAgreement:
    """What stands in the fields of this request."""
    form = request.form
    columns = {name: form.getlist(name)[:MOST_TERMS] for name in TERM_FIELDS}
    count = max((len(column) for column in columns.values()), default=0)
    terms: list[Typed] = []
    for i in range(count):
        term = {**BLANK_TERM, **{name: column[i] for name, column in columns.items() if i < len(column)}}
        term |= {name: form[f"{name}_{i}"] for name in (f"loss_{cause}" for cause in LossCause) if f"{name}_{i}" in form}
        terms.append(term)
    charge_columns = {name: form.getlist(name)[:MOST_TERMS] for name in CHARGE_FIELDS}
    rows = max((len(column) for column in charge_columns.values()), default=0)
    charges: list[Typed] = [
        {**BLANK_CHARGE, **{name: column[i] for name, column in charge_columns.items() if i < len(column)}} for i in range(rows)
    ]
    return TypedAgreement({name: form[name] for name in PLAIN_FIELDS if name in form}, terms or [BLANK_TERM], charges)


def as_document(typed: TypedAgreement, producer: str) -> dict[str, object]:
    """The document that is meant, as the API takes it; figures that cannot be read stand in it as such."""
    plain = typed.plain
    document: dict[str, object] = filled(
        {
            "signed_number": form_text("signed_number", plain),
            "ends_on": form_text("ends_on", plain),
            "holding_days": whole("holding_days", plain),
            "minimum_payout_vnd": money("minimum_payout_vnd", plain),
            "answer_days": whole("answer_days", plain),
            "grace_days": whole("grace_days", plain),
            "cycle": form_text("cycle", plain),
            "visibility": form_text("visibility", plain),
            "from": form_text("from", plain),
            "reason": form_text("reason", plain),
            "on_expiry": _on_expiry(plain),
        }
    )
    papers = [{"kind": str(kind), "without": plain[name]} for kind in PaperKind if plain.get(name := f"paper_{kind}")]
    allowances = {
        str(cause): {"per": plain.get(f"allow_{cause}_per") or "month", "value_vnd": money(f"allow_{cause}", plain)}
        for cause in LossCause
        if form_text(f"allow_{cause}", plain)
    }
    return document | {
        "producer": producer,
        "starts_on": form_text("starts_on", plain) or "",
        "terms": [term_document(term) for term in typed.terms],
        "charges": [_charge(one) for one in typed.charges],
        "papers": papers,
        "allowances": allowances,
    }


def _on_expiry(plain: Typed) -> dict[str, object] | None:
    choice = form_text("expiry_choice", plain)
    if choice is None:
        return None
    rate_bp = percent_bp("expiry_rate", plain) if choice == ExpiryChoice.MARK_DOWN else None
    days = {"days": whole("expiry_days", plain), "answer_days": whole("expiry_answer_days", plain)}
    return filled({"choice": choice, "rate_bp": rate_bp, **days})


def term_document(typed: Typed) -> dict[str, object]:
    """A term of the document."""
    kind, _sep, which = typed["scope"].partition(":")
    term: dict[str, object] = {
        "basis": typed["basis"],
        "discount_bearer": typed["discount_bearer"],
        "commission_base": typed["commission_base"] or CommissionBase.WITH_VAT,
        "vat_kept_by": typed["vat_kept_by"] or VatKeeper.PRODUCER,
        "loss_allowance_bp": percent_bp("allowance", typed) or 0,
        "loss": {str(cause): typed[f"loss_{cause}"] for cause in LossCause if typed[f"loss_{cause}"]},
    }
    if kind == "product":
        term["product"] = which
    if kind == "set":
        term["set"] = whole_of(which)
    if typed["basis"] == Basis.FIXED_PRICE:
        owed = money("figure", typed)
        term["owed_per_unit_vnd"] = Unread(EMPTY) if owed is None else owed
    else:
        rate_bp = percent_bp("figure", typed)
        term["rate_bp"] = Unread(EMPTY) if rate_bp is None else rate_bp
    return term


def _charge(typed: Typed) -> dict[str, object]:
    return filled(
        {
            "name": form_text("charge_name", typed) or "",
            "per": typed["charge_per"],
            "amount_vnd": money("charge_amount", typed),
        }
    )


def as_typed(says: AgreementResult) -> TypedAgreement:
    """An agreement as the editor's fields."""
    plain = {
        "signed_number": says.signed_number or "",
        "starts_on": says.starts_on.isoformat(),
        "ends_on": says.ends_on.isoformat() if says.ends_on else "",
        "grace_days": str(says.grace_days),
        "holding_days": str(says.holding_days),
        "minimum_payout_vnd": amount(says.minimum_payout_vnd),
        "answer_days": str(says.answer_days),
        "cycle": str(says.cycle),
        "visibility": str(says.visibility),
        **{f"paper_{one.kind}": str(one.without) for one in says.papers},
        **{f"allow_{cause}": amount(one.value_vnd) for cause, one in says.allowances.items()},
        **{f"allow_{cause}_per": str(one.per) for cause, one in says.allowances.items()},
    }
    rule = says.on_expiry
    if rule:
        plain |= {
            "expiry_choice": str(rule.choice),
            "expiry_days": str(rule.days),
            "expiry_answer_days": str(rule.answer_days),
            "expiry_rate": percent(rule.rate_bp) if rule.rate_bp else "",
        }
    return TypedAgreement(plain, [term_as_typed(term) for term in says.terms], [_charge_as_typed(one) for one in says.charges])


def new_typed(number: str, today: str) -> TypedAgreement:
    """The fields of a new agreement: as the usual one."""
    plain = {
        "number": number,
        "starts_on": today,
        "grace_days": "0",
        "holding_days": "0",
        "minimum_payout_vnd": "0",
        "answer_days": str(ANSWER_DAYS),
        "cycle": "month",
        "visibility": "detailed",
    }
    losses = {f"loss_{cause}": str(bearer) for cause, bearer in MODEL_LOSSES.items()}
    return TypedAgreement(plain, [{**BLANK_TERM, **losses}])


def term_as_typed(term: TermResult) -> Typed:
    """A term as its fields."""
    by_price = term.basis is Basis.FIXED_PRICE
    return {
        "scope": f"product:{term.product}" if term.product else f"set:{term.set}" if term.set else "",
        "basis": str(term.basis),
        "figure": amount(term.owed_per_unit_vnd or Vnd(0)) if by_price else percent(term.rate_bp or Bp(0)),
        "discount_bearer": str(term.discount_bearer),
        "commission_base": str(term.commission_base),
        "vat_kept_by": str(term.vat_kept_by),
        "allowance": percent(term.loss_allowance_bp),
        **{f"loss_{cause}": str(bearer) for cause, bearer in term.loss.items()},
    }


def _charge_as_typed(one: ChargeResult) -> Typed:
    return {"charge_name": one.name, "charge_per": str(one.per), "charge_amount": amount(one.amount_vnd)}


def percent(rate_bp: int) -> str:
    """A rate as one types it: `12,5`."""
    whole_part, part = divmod(rate_bp, 100)
    return str(whole_part) + (f",{part:02d}".rstrip("0") if part else "")


def fingerprint(says: AgreementResult, begins: Mapping[str, str | None]) -> str:
    """What a person has read before it is saved: the version's content, and when and why it is to hold."""
    read = to_json(says) + json.dumps(begins, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(read.encode()).hexdigest()[:32]
