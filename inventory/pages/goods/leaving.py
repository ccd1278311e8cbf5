"""Writing off, giving back, moving: rows of lots of one place, each with what it means before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.errors import DomainError
from core.money import Vnd
from core.people import approvals
from core.people.actor import current_actor
from core.people.approvals import Approval
from core.people.permits import Role, needs
from core.quantity import Milli, format_quantity
from core.text.formats import qty, vnd
from core.text.typed_figures import Ambiguous, read_quantity
from core.values.uid import is_uid, new_uid
from core.web import validation
from core.web.figure_fields import quantity
from core.web.form_parsing import Typed, form_text, put_once
from core.web.uploads.photos import photos_of_form
from inventory import document_queries, places
from inventory.choices import GoodsDocumentKind
from inventory.finding import goods as finding
from inventory.finding.results import FoundGoodsList
from inventory.pages.goods.form import GoodsForm, GoodsRow, Refusal, asked_goods, edited, refusal, typed_rows, wrong_rows
from inventory.pages.goods.leaving_forms import FORMS, NO_CAUSE, LeavingForm, Preview, cause_of
from inventory.permits import GoodsPermit
from inventory.previews.results import LossPreview, LossPreviewLine, PreviewLine
from inventory.requests import WRITTEN_OFF
from inventory.results import GoodsDocumentResult, LossLineResult, LossResult, ReturnResult, TransferResult
from suppliers import producers

bp = Blueprint("leaving", __name__)

FIELDS = ("quantity", "cause")
ANY_PLACES = 3
"""Decimals of a quantity whose product is not known."""
NAMED = 3
"""Goods that the confirmation names."""
Note = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The rows of a form with their notes, and what they come to."""

    rows: list[tuple[GoodsRow, list[Note]]]
    preview: Preview | None
    amounts: list[tuple[Milli, str]]
    producer: str | None

    @property
    def owed_vnd(self) -> Vnd:
        """What losses would make us owe, of the lines that can be written."""
        lines = self.preview.lines if isinstance(self.preview, LossPreview) else []
        return Vnd(sum(line.owed_vnd for line in lines if line.left >= 0))


def _add_views(form: LeavingForm, path: str) -> None:
    """The form, rows for goods that were chosen, and what the rows mean."""

    def show() -> Any:
        return _written(form) if request.method == "POST" else _begin(form)

    def rows() -> str:
        return _part(form, request.args, [{"lot": lot} for lot in asked_goods()])

    def meaning() -> str:
        return _part(form, request.form, typed_rows("lot", *FIELDS))

    permit = needs(GoodsPermit.WRITE)
    bp.add_url_rule(path, form.view, permit(show), methods=["GET", "POST"])
    bp.add_url_rule(f"{path}/rows", f"{form.view}_rows", permit(rows), methods=["GET"])
    bp.add_url_rule(f"{path}/meaning", f"{form.view}_meaning", permit(meaning), methods=["POST"])


for _kind, _path in (
    (GoodsDocumentKind.LOSS, "/stock/losses"),
    (GoodsDocumentKind.RETURN, "/stock/returns"),
    (GoodsDocumentKind.TRANSFER, "/stock/transfers"),
):
    _add_views(FORMS[_kind], _path)


def _begin(form: LeavingForm) -> str:
    """An empty form, one with goods that the address names, or one with what another document says."""
    if is_uid(uid := request.args.get("copy", "")):
        head, table = _as_typed(document_queries.get(form.kind, uid.lower()))
        return _page(form, head, table, given="typed")
    asked = asked_goods()
    return _page(form, {**request.args}, [{"lot": lot} for lot in asked], given="add" if asked else "")


def _as_typed(document: GoodsDocumentResult) -> tuple[Typed, list[Typed]]:
    """A document as somebody would type it again: its head and its rows."""
    assert isinstance(document, LossResult | ReturnResult | TransferResult)
    head = {"place": document.place, "note": getattr(document, "note", None) or getattr(document, "reason", None) or ""}
    if isinstance(document, TransferResult):
        head["to"] = document.to
    rows: list[Typed] = [
        {"lot": line.lot, "quantity": qty(line.quantity), "cause": line.cause if isinstance(line, LossLineResult) else ""}
        for line in document.lines
    ]
    return head, rows


def _written(form: LeavingForm) -> Any:
    """Writes the document, or draws the form again as it was typed."""
    typed = typed_rows("lot", *FIELDS)
    place = form_text("place") or ""
    actor = current_actor()
    photos = request.form.getlist("photos")
    approval: list[Approval] = []
    try:
        photos = photos_of_form("photos", actor)
        if (changed := edited(typed, "lot", lambda text: finding.find_lots(text, place=place))) is not None:
            rows, found = changed
            return _page(form, request.form, rows, found=found, photos=photos, given="typed")
        if "preview" in request.form:
            return _page(form, request.form, typed, photos=photos, given="typed")
        answer = put_once(
            form.kind.path,
            form.model,
            _document(form, request.form, typed) | ({"photos": photos} if photos else {}),
            lambda uid, document: form.act(uid, document, approval[0], actor),
            result_type=form.result_type,
            before=lambda document: approval.append(approvals.check(getattr(document, "approval", None), actor)),
        )
    except DomainError as error:
        asks = error.code in {"approval_needed", "approval_refused"}
        page = _page(form, request.form, typed, refused=refusal(error), photos=photos, given="typed", asks_approval=asks)
        return page, error.status
    flash(_confirmation(answer), "good")
    return redirect(url_for("inventory.goods_documents.show", path=form.kind.path, uid=answer.uid))


def _confirmation(answer: GoodsDocumentResult) -> str:
    """The number, the first goods, and the money."""
    assert isinstance(answer, LossResult | ReturnResult | TransferResult)
    named = [f"{line.name} {qty(line.quantity)}\u00a0{line.unit}" for line in answer.lines[:NAMED]]
    goods = ", ".join(named + ["…"] * (len(answer.lines) > NAMED))
    said = str(_("Đã ghi phiếu %(number)s: %(goods)s.", number=answer.number, goods=goods))
    if isinstance(answer, LossResult) and answer.owed_vnd:
        said += " " + _("Điểm bán trả thêm %(amount)s.", amount=vnd(answer.owed_vnd))
    return said


def _document(form: LeavingForm, typed: Typed, rows: Sequence[Typed]) -> dict[str, object]:
    """The document that a form writes."""
    known = finding.lots_named([row["lot"] for row in rows], typed.get("place") or "")
    goods = [known[row["lot"]] for row in rows if row["lot"] in known]
    lines = [
        form.line(row, quantity("quantity", row, known[row["lot"]].places if row["lot"] in known else ANY_PLACES), typed)
        for row in rows
    ]
    document = form.head(typed, goods) | {"lines": lines}
    if typed.get("approval_by") or typed.get("approval_pin"):
        document["approval"] = {"by": form_text("approval_by", typed), "pin": typed.get("approval_pin")}
    return document


def _shown(form: LeavingForm, typed: Typed, table: Sequence[Typed], refused: Refusal | None) -> _Shown:
    """The rows with what they mean; those that cannot be read yet mean nothing."""
    known = finding.lots_named([row["lot"] for row in table], typed.get("place") or "")
    places_in = [(n, row) for n, row in enumerate(table) if row["lot"] in known]
    rows = [
        GoodsRow(key=new_uid()[-12:], goods=known[row["lot"]], typed=row, errors=refused.of(n) if refused else {})
        for n, row in places_in
    ]
    owner = rows[0].goods.producer if rows and form.kind is GoodsDocumentKind.RETURN else None
    figures = [_figure(row) for row in rows]
    read = [n for n, figure in enumerate(figures) if figure and _is_readable(form, rows[n], typed, owner)]
    preview = _preview(form, typed, [(rows[n], figures[n] or Milli(0)) for n in read])
    said: dict[int, PreviewLine] = dict(zip(read, preview.lines, strict=True)) if preview else {}
    amounts: dict[str, int] = defaultdict(int)
    for row, figure in zip(rows, figures, strict=True):
        amounts[row.goods.unit] += figure or 0
    shown = [(row, _notes(form, row, said.get(n), figures[n], typed, owner)) for n, row in enumerate(rows)]
    return _Shown(
        rows=shown,
        preview=preview,
        amounts=[(Milli(sum_), unit) for unit, sum_ in amounts.items() if sum_],
        producer=owner,
    )


def _figure(row: GoodsRow) -> Milli | None:
    figure = read_quantity(row.typed.get("quantity", ""), row.goods.places)
    return None if isinstance(figure, Ambiguous) else figure


def _is_readable(form: LeavingForm, row: GoodsRow, typed: Typed, owner: str | None) -> bool:
    if form.kind is GoodsDocumentKind.LOSS:
        return cause_of(row.typed, typed) in set(WRITTEN_OFF)
    return owner in {None, row.goods.producer}


def _preview(form: LeavingForm, typed: Typed, rows: Sequence[tuple[GoodsRow, Milli]]) -> Preview | None:
    """What these rows mean; None where the head does not say enough yet."""
    if not rows:
        return None
    lines = [form.line({**row.typed, "lot": row.goods.code}, format_quantity(figure), typed) for row, figure in rows]
    try:
        document = validation.read(form.model, form.head(typed, [row.goods for row, _figure in rows]) | {"lines": lines})
        return form.preview(document, Approval(None, current_actor().role is Role.MANAGER))
    except DomainError:
        return None


def _notes(
    form: LeavingForm, row: GoodsRow, said: PreviewLine | None, figure: Milli | None, typed: Typed, owner: str | None
) -> list[Note]:
    """What a row means, each with its tone."""
    if owner not in {None, row.goods.producer}:
        return [("bad", _("Hàng của nhà sản xuất khác: làm phiếu riêng."))]
    if said is None:
        lacks_cause = form.kind is GoodsDocumentKind.LOSS and figure and not cause_of(row.typed, typed)
        return [("warn", _(NO_CAUSE))] if lacks_cause else []
    if said.left < 0:
        return [("bad", said.text)]
    needs_manager = isinstance(said, LossPreviewLine) and said.approval_needed
    notes = [("info", said.text)]
    return [*notes, ("warn" if needs_manager else "info", said.note)] if said.note else notes


def _part(form: LeavingForm, typed: Typed, table: Sequence[Typed]) -> str:
    return render_template("inventory/goods/leaving_rows.html", **_context(form, typed, table, None))


def _context(
    form: LeavingForm, typed: Typed, table: Sequence[Typed], refused: Refusal | None, *, asks_approval: bool = False
) -> dict[str, object]:
    """What the rows, the parts that follow them and the dock are drawn from."""
    shown = _shown(form, typed, table, refused)
    preview = shown.preview if isinstance(shown.preview, LossPreview) else None
    return {
        "form": form,
        "kind": form.kind.value,
        "shown": shown,
        "reasons": preview.approval_reasons if preview else [],
        "asks_approval": asks_approval or bool(preview and preview.approval_needed),
        "typed": typed,
        "refused": refused or Refusal(),
        "causes": WRITTEN_OFF,
        "producers": dict(producers.producer_names()),
    }


def _page(
    form: LeavingForm,
    typed: Typed,
    table: Sequence[Typed],
    *,
    found: FoundGoodsList | None = None,
    refused: Refusal | None = None,
    photos: Sequence[str] = (),
    given: str,
    asks_approval: bool = False,
) -> str:
    names = places.place_names()
    typed = _with_places(typed, list(names))
    refused = _at_fields(form, refused)
    context = _context(form, typed, table, refused, asks_approval=asks_approval)
    goods_form = GoodsForm(
        name=form.view,
        uid=typed.get("uid") or new_uid(),
        address=form.address,
        rows=form.address_of("_rows"),
        meaning=form.address_of("_meaning"),
        search=f"{url_for('finding_api.find_goods')}?in=lots",
        given=given,
    )
    shown: Any = context["shown"]
    return render_template(
        "inventory/goods/leaving.html",
        **context,
        goods_form=goods_form,
        wrong=wrong_rows([row for row, _notes in shown.rows]),
        found=found,
        photos=photos,
        places=names,
        documents=url_for("inventory.goods_documents.list_of", path=form.kind.path),
    )


def _with_places(typed: Typed, codes: Sequence[str]) -> Typed:
    """What was typed, with a place to begin at, and the other one where there are only two."""
    place = typed.get("place") or next(iter(codes), "")
    others = [code for code in codes if code != place]
    to = typed.get("to") or (others[0] if others else "")
    return {**typed, "place": place, "to": to if to != place else (others[0] if others else "")}


def _at_fields(form: LeavingForm, refused: Refusal | None) -> Refusal | None:
    """The refusal under the names that fields have on the page."""
    if refused is None:
        return None
    head: Mapping[str, str] = {("place" if name == form.place else name): words for name, words in refused.head.items()}
    if form.kind is GoodsDocumentKind.TRANSFER and "body" in head:
        head = {**head, "to": head["body"]}
    return replace(refused, head=head)
