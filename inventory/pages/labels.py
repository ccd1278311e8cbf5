"""Printing labels from the screen: which goods, how many of each, on which stock, from which sticker on, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.db import idempotency
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.people.actor import Actor, current_actor
from core.people.permits import needs
from core.printing.devices import printer_list
from core.printing.units import MEASURED_UNITS
from core.quantity import Milli
from core.results import from_json
from core.values.uid import derived_uid
from core.web.figure_fields import quantity, whole, whole_of
from core.web.form_parsing import Typed, filled, form_errors, form_text, lines
from core.web.validation import read
from inventory import document_queries
from inventory.choices import GoodsDocumentKind, LabelKind
from inventory.labels import contents, runs
from inventory.labels.stocks import LabelStock
from inventory.permits import GoodsPermit
from inventory.requests import MOST_LINES, MOST_PIECES, LabelRunRequest
from inventory.results import DeliveryResult, LabelRunResult

bp = Blueprint("labels", __name__)

WEIGHT_DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """A line of the form: goods with how many labels, and of a weighed bag how much is in it."""

    lot: str | None
    product: str
    name: str
    unit: str
    is_weighed: bool
    pieces: str
    weight: str = ""


@bp.get("/stock/labels")
@needs(GoodsPermit.LABELS)
def labels() -> str:
    """The form, with the lots, products or delivery that the address names."""
    kind = _kind(request.args.get("label"))
    return _page(kind, _asked_for(kind, current_actor()), {"stock": runs.usual_stock()}, {}, None)


def _kind(name: str | None) -> LabelKind:
    return LabelKind(name) if name in set(LabelKind) else LabelKind.LOT


def _asked_for(kind: LabelKind, actor: Actor) -> list[LabelRow]:
    """The goods that the address names, each once. Raises NotFound for those that are not this person's."""
    codes, pieces = _lots_asked_for(actor)
    if len(codes) > MOST_LINES:
        raise Invalid(("lot", N_("Quá nhiều dòng.")))
    lots = contents.named_lots(codes, actor.producer)
    products = contents.named_products(list(dict.fromkeys(request.args.getlist("product")))[:MOST_LINES], actor.producer)
    goods = [*(lots[code] for code in codes), *products.values()]
    if kind is LabelKind.SHELF:
        goods = [replace(item, lot=None) for item in {item.product: item for item in goods}.values()]
    if kind is LabelKind.WEIGHT:
        goods = [item for item in goods if item.is_weighed]
    return [
        LabelRow(
            lot=item.lot,
            product=item.product,
            name=item.name,
            unit=item.unit,
            is_weighed=item.is_weighed,
            pieces=str(pieces.get(item.lot or "", 1)) if kind is LabelKind.LOT else "1",
        )
        for item in goods
    ]


def _lots_asked_for(actor: Actor) -> tuple[list[str], dict[str, int]]:
    """The lots, and how many pieces of each there are: of a delivery those that came, else those on hand."""
    if (uid := request.args.get("delivery")) and actor.may(GoodsPermit.WRITE):
        delivery = document_queries.get(GoodsDocumentKind.DELIVERY, uid.lower())
        assert isinstance(delivery, DeliveryResult)
        counted: dict[str, Milli] = {}
        for line in delivery.lines:
            counted[line.lot] = Milli(counted.get(line.lot, 0) + line.quantity)
        units = {line.lot: line.unit for line in delivery.lines}
        return list(counted), {lot: _pieces(of, units[lot]) for lot, of in counted.items()}
    codes = list(dict.fromkeys(request.args.getlist("lot")))
    on_hand = contents.on_hand(codes[: MOST_LINES + 1])
    return codes, {lot: _pieces(of, unit) for lot, (of, unit) in on_hand.items()}


def _pieces(of: Milli, unit: str) -> int:
    """As many labels as pieces; one for what is weighed or poured."""
    return of // 1000 if of >= 1000 and of % 1000 == 0 and unit not in MEASURED_UNITS else 1


@bp.post("/stock/labels")
@needs(GoodsPermit.LABELS)
def print_labels() -> Any:
    """Prints what was typed: a PDF to open, or a job of a printer. Pressed twice with the same figures, it prints once."""
    actor = current_actor()
    kind = _kind(form_text("label"))
    table = lines("lot", "product", "name", "unit", "weighed", "pieces", "weight")
    chosen = [n for n, line in enumerate(table) if form_text("pieces", line) not in {None, "0"}]
    data = filled({"printer": form_text("printer") if actor.may(GoodsPermit.WRITE) else None}) | {
        "uid": request.form.get("uid", ""),
        "stock": form_text("stock") or "",
        "start": whole("start") or 1,
        "lines": [_line(kind, table[n]) for n in chosen],
    }
    try:
        document = read(LabelRunRequest, data)
        uid = derived_uid(actor.name, document.model_dump_json())
        document = document.model_copy(update={"uid": uid})
        answer, _new = idempotency.run_once("labels", uid, [kind], lambda: runs.print_labels(document, actor))
    except DomainError as error:
        sentence, errors = form_errors(error)
        where = {f"lines.{n}": f"lines.{place}" for n, place in enumerate(chosen)}
        errors = {_moved(field, where): words for field, words in errors.items()}
        return _page(kind, [_typed(line) for line in table], request.form, errors, sentence), error.status
    run = from_json(LabelRunResult, answer)
    if run.printer is None:
        return redirect(run.file, 303)
    flash(_("%(n)s tem đang chờ máy in.", n=run.pieces), "good")
    return redirect(url_for("inventory.labels.labels", label=kind, lot=[line.lot for line in run.lines if line.lot]), 303)


def _moved(field: str, where: Mapping[str, str]) -> str:
    """A field of the document as the form's: lines without pieces were left out of it."""
    head, _dot, name = field.rpartition(".")
    return f"{where[head]}.{name}" if head in where else where.get(field, field)


def _line(kind: LabelKind, line: Typed) -> dict[str, object]:
    goods = {"lot": line["lot"]} if line["lot"] and kind is not LabelKind.SHELF else {"product": line["product"]}
    weight = {"weight": quantity("weight", line, WEIGHT_DECIMALS)} if kind is LabelKind.WEIGHT else {}
    return {"label": kind, **goods, **weight, "pieces": whole("pieces", line)}


def _typed(line: Typed) -> LabelRow:
    return LabelRow(
        lot=line["lot"] or None,
        product=line["product"],
        name=line["name"],
        unit=line["unit"],
        is_weighed=line["weighed"] == "1",
        pieces=line["pieces"],
        weight=line["weight"],
    )


def _page(kind: LabelKind, rows: Sequence[LabelRow], typed: Typed, errors: Mapping[str, str], sentence: str | None) -> str:
    actor = current_actor()
    printers = printer_list.list_printers() if actor.may(GoodsPermit.WRITE) else []
    lots, goods = [row.lot for row in rows if row.lot], [row.product for row in rows if not row.lot]
    named = {"lot": lots, "product": goods}
    if request.method == "GET":
        named = {name: request.args.getlist(name) for name in ("lot", "product", "delivery")}
    return render_template(
        "inventory/labels.html",
        kind=kind,
        kinds=[(f"/stock/labels?{urlencode({**named, 'label': k}, doseq=True)}", k, k is kind) for k in LabelKind],
        rows=rows,
        typed=typed,
        errors=errors,
        sentence=sentence,
        stocks=list(LabelStock),
        printers=[printer for printer in printers if printer.use in runs.LABEL_PRINTERS],
        most=MOST_PIECES,
        total=sum(pieces for row in rows if isinstance(pieces := whole_of(row.pieces), int)),
        only_here=is_only_here(current_app.config["PUBLIC_URL"]),
    )


def is_only_here(public_url: str) -> bool:
    """Whether the address that codes lead to opens on this machine alone."""
    host = public_url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return host.startswith(("127.", "localhost", "[::1]"))
