"""What the back office registers."""

from __future__ import annotations

from core.area import TOP, Area, MenuItem, MenuSection, PageTab
from core.choices import ApprovalRule, FloatCount
from core.i18n import N_
from core.people.permits import Permit, Role
from inventory.permits import GoodsPermit
from office import access, api, audit, home, machine, payouts, people, people_api, print_jobs, printers, settings, slips
from office.goods import expiring, feedback, papers, recalls
from office.imports import api as imports_api
from office.imports import audit_actions as import_actions
from office.imports import matching_pages
from office.imports import pages as import_pages
from office.imports.choices import ImportKind, RowDoes
from office.news import pages as news
from office.programme import files as programme_files
from office.programme import packs as programme_packs
from office.programme import people as programme_people
from office.programme import scoring as programme_scores
from office.programme import steps as programme_steps
from office.programme import year as programme_year
from office.site import crawlers
from office.site import pages as site_pages
from reports.choices import Tab
from suppliers.menu import CHECKS, GOODS, PROGRAMME
from suppliers.news import api as news_api
from suppliers.news import articles
from suppliers.news.choices import ArticleState
from suppliers.news.permits import NewsPermit
from suppliers.permits import SuppliersPermit

OUTLET = MenuSection(30, N_("Điểm bán"))
PEOPLE = "people"

AREA = Area(
    name="office",
    blueprints=(
        api.bp,
        home.bp,
        people.bp,
        people_api.bp,
        access.bp,
        audit.bp,
        settings.bp,
        printers.bp,
        slips.bp,
        print_jobs.bp,
        machine.bp,
        payouts.bp,
        expiring.bp,
        recalls.bp,
        feedback.bp,
        news_api.bp,
        news.bp,
        programme_files.bp,
        programme_year.bp,
        programme_people.bp,
        programme_packs.bp,
        programme_steps.bp,
        programme_scores.bp,
        site_pages.bp,
        crawlers.bp,
        imports_api.bp,
        import_pages.bp,
        matching_pages.bp,
    ),
    permits=(NewsPermit,),
    menu=(
        MenuItem(section=TOP, position=10, endpoint="office.today", label=N_("Hôm nay"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=10, endpoint="people.people_list", label=N_("Nhân viên"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=20, endpoint="settings.settings", label=N_("Cài đặt"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=25, endpoint="printers.printers_list", label=N_("Máy in"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=27, endpoint="pad.pad", label=N_("Bán bằng giấy"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=22, endpoint="imports.imports", label=N_("Nhập từ tệp"), permit=Permit.MANAGE),
        MenuItem(section=OUTLET, position=30, endpoint="audit.trail", label=N_("Nhật ký"), permit=Permit.MANAGE),
        MenuItem(
            section=GOODS, position=35, endpoint="expiring.expiring_list", label=N_("Sắp hết hạn"), permit=GoodsPermit.WRITE
        ),
        MenuItem(section=GOODS, position=37, endpoint="recalls.recalls_list", label=N_("Thu hồi"), permit=GoodsPermit.WRITE),
        MenuItem(
            section=GOODS,
            position=39,
            endpoint="office_feedback.feedback_list",
            label=N_("Lời khách"),
            permit=GoodsPermit.FEEDBACK_READ,
        ),
        MenuItem(section=PROGRAMME, position=55, endpoint="news.news", label=N_("Tin tức"), permit=NewsPermit.WRITE),
        MenuItem(
            section=PROGRAMME,
            position=10,
            endpoint="programme_year.year",
            label=N_("Chương trình năm"),
            permit=SuppliersPermit.PROGRAMME,
        ),
        MenuItem(
            section=PROGRAMME,
            position=20,
            endpoint="programme_files.files_list",
            label=N_("Hồ sơ sản phẩm"),
            permit=SuppliersPermit.PROGRAMME,
        ),
        MenuItem(
            section=PROGRAMME,
            position=40,
            endpoint="programme_packs.live",
            label=N_("Báo cáo gửi tỉnh"),
            permit=SuppliersPermit.PROGRAMME,
        ),
        MenuItem(
            section=PROGRAMME,
            position=50,
            endpoint="programme_people.participants",
            label=N_("HTX tham gia"),
            permit=SuppliersPermit.PROGRAMME,
        ),
    ),
    menu_pages={
        "programme_people.trainings_list": "inspections.inspections_list",
        "programme_year.plan": "programme_year.year",
        "programme_scores.councils_list": "programme_files.files_list",
        "office.receipts_list": "reports.shifts",
        "matching.transfers": "reports.shifts",
        "printers.choose_kind": "printers.printers_list",
        "printers.find": "printers.printers_list",
        "printers.show": "printers.printers_list",
        "print_jobs.jobs_list": "printers.printers_list",
    },
    tabs=(
        PageTab(
            group=CHECKS,
            position=10,
            endpoint="programme_people.trainings_list",
            label=N_("Tập huấn"),
            permit=SuppliersPermit.PROGRAMME,
        ),
        PageTab(group=Tab.MONEY, position=45, endpoint="office.receipts_list", label=N_("Đơn bán"), permit=Permit.MANAGE),
        PageTab(group=Tab.MONEY, position=47, endpoint="matching.transfers", label=N_("Tiền chuyển khoản"), permit=Permit.MANAGE),
        PageTab(group=PEOPLE, position=10, endpoint="people.people_list", label=N_("Nhân viên"), permit=Permit.MANAGE),
        PageTab(group=PEOPLE, position=20, endpoint="access.sessions_list", label=N_("Phiên đăng nhập"), permit=Permit.MANAGE),
        PageTab(group=PEOPLE, position=30, endpoint="access.tokens_list", label=N_("Mã truy cập"), permit=Permit.MANAGE),
    ),
    labels={
        "approval_rule": ApprovalRule,
        "float_count": FloatCount,
        "article_state": ArticleState,
        "import_kind": ImportKind,
        "row_does": RowDoes,
    },
    papers=papers.PAPERS,
    homes={Role.MANAGER: "office.today", Role.OFFICER: "programme_year.year"},
    audit_actions={articles.RECORDED: N_("thêm hoặc sửa bài viết"), **import_actions.LABELS},
    audit_fields={
        **import_actions.FIELDS,
        "title": N_("Tiêu đề"),
        "title_en": N_("Tiêu đề tiếng Anh"),
        "body": N_("Nội dung"),
        "body_en": N_("Nội dung tiếng Anh"),
        "picture": N_("Ảnh"),
        "publish_on": N_("Ngày đăng"),
        "written_at": N_("Viết lúc"),
        "written_by": N_("Người viết"),
    },
    file_uses=(articles.FILE_USE,),
    visitors_home="site.home",
)
