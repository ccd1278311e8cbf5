"""What the reports register."""

from __future__ import annotations

from core.area import TOP, Area, MenuItem, PageTab
from core.db.append_only import Guards
from core.i18n import N_
from inventory.permits import GoodsPermit
from reports import api, pages
from reports.choices import Tab
from reports.fairs import api as fairs_api
from reports.fairs import pages as fair_pages
from reports.permits import ReportsPermit
from reports.programme_pack import api as programme_pack_api
from reports.programme_pack import freezing as programme_packs
from reports.programme_pack import models as programme_pack_models
from reports.programme_pack.choices import PackKey
from reports.programme_year import api as programme_year_api
from reports.registry import REPORTS
from reports.simulator import api as simulator_api
from reports.simulator import pages as simulator
from reports.stock_book import api as stock_book_api
from reports.stock_book import pages as stock_book
from reports.why import pages as why_pages
from suppliers.menu import GOODS, PROGRAMME

_REPORT_TABS = tuple(
    PageTab(
        group=report.tab,
        position=position,
        endpoint=f"reports.{report.endpoint}",
        label=report.title,
        permit=report.permit,
    )
    for position, report in zip(range(10, 1000, 10), REPORTS, strict=False)
    if report.tab
)

AREA = Area(
    name="reports",
    blueprints=(
        api.bp,
        pages.bp,
        fairs_api.bp,
        fair_pages.bp,
        stock_book_api.bp,
        stock_book.bp,
        simulator_api.bp,
        simulator.bp,
        why_pages.bp,
        programme_year_api.bp,
        programme_pack_api.bp,
    ),
    permits=(ReportsPermit,),
    menu=(
        MenuItem(section=TOP, position=30, endpoint="reports.sales", label=N_("Báo cáo"), permit=ReportsPermit.SALES),
        MenuItem(
            section=TOP,
            position=40,
            endpoint="reports.shifts",
            label=N_("Ca và tiền"),
            permit=ReportsPermit.CASH_AND_DEBTS,
        ),
        MenuItem(
            section=GOODS,
            position=50,
            endpoint="reports.expiring",
            label=N_("Hạn sử dụng, hao hụt"),
            permit=ReportsPermit.STOCK,
        ),
        MenuItem(
            section=PROGRAMME,
            position=45,
            endpoint="reports.programme",
            label=N_("Bán hàng theo xã, sao"),
            permit=ReportsPermit.PROGRAMME,
        ),
        MenuItem(
            section=PROGRAMME,
            position=50,
            endpoint="fairs.calendar",
            label=N_("Xúc tiến, hội chợ"),
            permit=GoodsPermit.FAIRS_READ,
        ),
    ),
    menu_pages={
        "reports.approvals": "reports.shifts",
        "reports.exceptions": "reports.shifts",
        "reports.losses": "reports.expiring",
        "reports.stock_age": "reports.expiring",
        "stock_book.stock_movement": "reports.expiring",
    },
    tabs=(
        PageTab(
            group=Tab.STOCK,
            position=5,
            endpoint="stock_book.stock_movement",
            label=N_("Nhập, xuất, tồn"),
            permit=ReportsPermit.GOODS_MOVED,
        ),
        *_REPORT_TABS,
    ),
    labels={"pack_key": PackKey},
    checks=(programme_packs.gaps,),
    guards=Guards(programme_pack_models.APPEND_ONLY, {}),
    audit_actions=programme_packs.AUDIT_LABELS,
    audit_fields=programme_packs.AUDIT_FIELDS,
)
