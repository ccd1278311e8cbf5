"""Pages of goods in and out, and the stock as a workbook. Thin: read, ask, answer."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from core import clock, outlet
from core.i18n import N_, in_language
from core.people.actor import current_actor
from core.people.permits import needs
from core.text.formats import day
from inventory.pages.periods import periods, span
from inventory.permits import GoodsPermit
from inventory.places import place_names
from inventory.stock_view.filters import StockFilters
from reports import goods
from reports.choices import GoodsKey
from reports.columns import Column, Kind
from reports.files.xlsx_file import xlsx_bytes
from reports.permits import ReportsPermit
from suppliers.api import XLSX

bp = Blueprint("stock_book", __name__)

STOCK_COLUMNS = (
    Column("product", N_("Mã sản phẩm")),
    Column("name", N_("Tên"), wide=True),
    Column("producer_name", N_("Nhà sản xuất"), wide=True),
    Column("unit", N_("Đơn vị tính")),
    Column("on_hand", N_("Còn"), Kind.QUANTITY),
    Column("set_aside", N_("Để riêng"), Kind.QUANTITY),
    Column("sold_28d", N_("Bán trong 28 ngày"), Kind.QUANTITY),
    Column("days_of_cover", N_("Đủ bán, ngày"), Kind.COUNT),
    Column("best_before", N_("Hạn gần nhất"), Kind.DAY),
    Column("lots", N_("Số lô"), Kind.COUNT),
    Column("value_vnd", N_("Trị giá"), Kind.MONEY),
)


@bp.app_context_processor
def _permissions() -> dict[str, bool]:
    """What the stock page asks before it offers a file."""
    return {"may_take_stock_file": True}


@bp.get("/stock/workbook.xlsx")
@needs(GoodsPermit.READ)
def stock_workbook() -> Response:
    """The stock as the page shows it, all rows, as a workbook."""
    filters = StockFilters.of(request.args)
    with in_language(outlet.show_outlet().paper_language):
        place = place_names().get(filters.place, filters.place) if filters.place else str(_("mọi nơi"))
        head = [
            outlet.show_outlet().name,
            str(_("Tồn kho ngày %(day)s, nơi để hàng: %(place)s", day=day(clock.today()), place=place)),
            *([str(_(filters.need.label))] if filters.need else []),
            *([str(_("tìm “%(q)s”", q=filters.q))] if filters.q else []),
        ]
        data = xlsx_bytes(STOCK_COLUMNS, filters.read(current_actor()), head=head)
    return _file(data, f"ton-kho-{clock.today()}.xlsx")


@bp.get("/reports/stock-movement")
@needs(ReportsPermit.GOODS_MOVED)
def stock_movement() -> str:
    """What came, went and is left of goods in a span of days, by product or producer."""
    first, last, period = span("month")
    by = GoodsKey.PRODUCER if request.args.get("by") == GoodsKey.PRODUCER else GoodsKey.PRODUCT
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return render_template(
        "reports/goods.html",
        report=goods.moved(by, first, last, producer=current_actor().producer),
        by=by,
        first=first,
        last=last,
        periods=periods(period, by=by),
        by_links=[
            (f"/reports/stock-movement?{urlencode({**days, 'by': key})}", _(label), key is by)
            for key, label in ((GoodsKey.PRODUCT, N_("Theo sản phẩm")), (GoodsKey.PRODUCER, N_("Theo nhà sản xuất")))
        ],
        file=f"/api/v1/reports/stock-movement?{urlencode({**days, 'by': by, 'format': ''})}",
    )


def _file(data: bytes, name: str) -> Response:
    answer = make_response(data)
    answer.content_type = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
