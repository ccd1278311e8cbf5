"""The form that counts the lots of a place. It is one document, written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import BaseModel

from core.errors import DomainError
from core.i18n import N_
from core.people import approvals
from core.people.actor import Actor, current_actor
from core.people.approvals import Approval
from core.people.permits import needs
from core.text.formats import qty
from core.text.letters import clean_text
from core.web.figure_fields import quantity
from core.web.form_parsing import form_errors, form_text, lines, put_once
from inventory import counts, places, queries
from inventory.choices import GoodsDocumentKind
from inventory.permits import GoodsPermit
from inventory.requests import WRITTEN_OFF, CountRequest
from inventory.results import (
    CountLineResult,
    CountResult,
    GoodsDocumentResult,
)
from suppliers import producers

bp = Blueprint("goods_forms", __name__)

MOST_DECIMALS = 3
"""Decimals of a quantity whose product is not known."""
MOST_DIFFERENCES = 10
"""Differences named after a count. They travel in the session's cookie, and browsers drop one above 4 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotForm:
    """A form whose lines are lots of one place with a quantity each; it writes one document of a kind."""

    kind: GoodsDocumentKind
    endpoint: str
    title: str
    lead: str
    button: str
    model: type[BaseModel]
    act: Callable[[str, Any, Approval, Actor], GoodsDocumentResult]
    result_type: type[GoodsDocumentResult]
    figure: str = "quantity"

    @property
    def address(self) -> str:
        """Where the form is."""
        return url_for(f"inventory.goods_forms.{self.endpoint}")


FORMS = {
    form.kind: form
    for form in (
        LotForm(
            kind=GoodsDocumentKind.COUNT,
            endpoint="count",
            title=N_("Kiểm kê"),
            lead=N_("Đếm và điền số thấy trên kệ. Ô để trống là chưa đếm. Đơn bán sau lúc đếm vẫn được tính."),
            button=N_("Lưu số đếm"),
            model=CountRequest,
            act=counts.count,
            result_type=CountResult,
            figure="counted",
        ),
    )
}


@bp.route("/stock/count", methods=["GET", "POST"])
@needs(GoodsPermit.WRITE)
def count() -> Any:
    """Records what was counted."""
    return _lot_form(FORMS[GoodsDocumentKind.COUNT], lambda: {"place": form_text("place")})


def _lot_form(form: LotForm, head: Callable[[], dict[str, object]]) -> Any:
    if request.method == "GET":
        return _lot_page(form)
    table = [line for line in lines("lot", "figure", "cause") if line["figure"].strip()]
    decimals = queries.places_of_lots([line["lot"] for line in table])
    data = head() | {"lines": [_line(form, line, decimals.get(line["lot"], MOST_DECIMALS)) for line in table]}
    if request.form.get("approval_by") or request.form.get("approval_pin"):
        data["approval"] = {"by": form_text("approval_by"), "pin": request.form.get("approval_pin")}
    actor = current_actor()
    approval: list[Approval] = []
    try:
        answer = put_once(
            form.kind.path,
            form.model,
            data,
            lambda uid, document: form.act(uid, document, approval[0], actor),
            result_type=form.result_type,
            before=lambda document: approval.append(approvals.check(getattr(document, "approval", None), actor)),
        )
    except DomainError as error:
        asks_approval = error.code in {"approval_needed", "approval_refused"}
        sentence, errors = form_errors(error)
        by_lot = {
            line["lot"]: message
            for field, message in errors.items()
            for i, line in enumerate(table)
            if field.startswith(f"lines.{i}.")
        }
        typed = {line["lot"]: line for line in table}
        return _lot_page(form, typed, errors, by_lot, sentence, asks_approval=asks_approval), error.status
    flash(_("Đã ghi phiếu %(number)s.", number=answer.number), "good")
    if isinstance(answer, CountResult):
        _flash_differences([line for line in answer.lines if line.difference])
        return redirect(url_for("inventory.goods_forms.count", place=request.form.get("place", "")))
    return redirect(url_for("inventory.goods_documents.show", path=form.kind.path, uid=answer.uid))


def _flash_differences(lines: list[CountLineResult]) -> None:
    for line in lines[:MOST_DIFFERENCES]:
        figures = {"counted": qty(line.counted), "booked": qty(line.booked)}
        flash(_("Lô %(lot)s: đếm được %(counted)s, trong sổ %(booked)s.", lot=line.lot, **figures), "warn")
    if len(lines) > MOST_DIFFERENCES:
        flash(_("Còn %(n)s lô nữa có chênh lệch.", n=len(lines) - MOST_DIFFERENCES), "warn")


def _line(form: LotForm, typed: dict[str, str], decimals: int) -> dict[str, object]:
    return {"lot": typed["lot"], form.figure: quantity("figure", typed, decimals)}


def _lot_page(
    form: LotForm,
    typed: Mapping[str, dict[str, str]] = {},
    errors: Mapping[str, str] = {},
    by_lot: Mapping[str, str] = {},
    sentence: str | None = None,
    *,
    asks_approval: bool = False,
) -> str:
    """The form with the lots of one place. `typed` and `by_lot` are what was typed and what is wrong, by lot."""
    names = places.place_names()
    place = request.values.get("place") or next(iter(names), "")
    producer = request.values.get("producer") or None
    only = clean_text(request.args.get("lot", "")) or None
    needs_producer = form.kind is GoodsDocumentKind.RETURN and producer is None
    rows = queries.named_stock(place=place, producer=producer, lot=only) if place and not needs_producer else []
    if only and not rows and form.kind is GoodsDocumentKind.COUNT:
        # Goods may turn up that the book has nothing of.
        rows = [row for row in [queries.empty_lot(only, place)] if row]
    return render_template(
        "inventory/lot_form.html",
        form=form,
        items=rows,
        typed=typed,
        errors=errors,
        by_lot=by_lot,
        sentence=sentence,
        place=place,
        places=names,
        producer=producer,
        only=only or "",
        producers=producers.producer_names(),
        causes=WRITTEN_OFF,
        head=request.form,
        asks_approval=asks_approval,
    )
