"""What the areas register: every line of the menu leads to a page and is marked there, every role has a home."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Blueprint, Flask, g, url_for
from flask_babel import Babel

from core.area import Area, MenuItem, MenuSection, register, registered
from core.choices import Choice
from core.people.actor import SYSTEM, Actor
from core.people.permits import Permit, Role, is_granted, permit_of
from core.text.labels import options, say
from core.web.menu import menu_of, tabs_of
from wsgi import create_app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with all its areas; these tests need no database."""
    data: Path = tmp_path_factory.mktemp("data")
    return create_app(OUTLET_DATABASE_URL="sqlite://", OUTLET_DATA_DIR=str(data), OUTLET_SECRET_KEY="s" * 40)


def marked(actor: Actor, path: str) -> list[str]:
    return [link.href for section in menu_of(actor, path) for link in section.links if link.current]


def test_each_line_of_the_menu_is_marked_on_its_own_page_only(app: Flask) -> None:
    with app.test_request_context():
        lines = [url_for(item.endpoint) for _section, items in registered().menu for item in items]
        assert len(lines) > 10
        assert {line: marked(SYSTEM, line) for line in lines} == {line: [line] for line in lines}


def test_pages_without_a_line_mark_the_line_they_belong_to(app: Flask) -> None:
    with app.test_request_context():
        for page, line in registered().menu_pages.items():
            assert marked(SYSTEM, url_for(page)) == [url_for(line)], page
        assert marked(SYSTEM, "/stock/lots/L-1") == ["/stock"]
        assert marked(SYSTEM, "/sign-in") == []


def test_lines_and_tabs_ask_for_the_permit_of_their_page(app: Flask) -> None:
    with app.app_context():
        lines = [item for _section, items in registered().menu for item in items]
        for line in (*lines, *registered().tabs):
            assert permit_of(app.view_functions[line.endpoint]) == line.permit, line.endpoint


def test_pages_that_stand_together_are_tabs_of_each_other(app: Flask) -> None:
    with app.test_request_context("/reports/receipts"):
        g.actor = SYSTEM
        money = [(tab.href, tab.current) for tab in tabs_of("money")]
        beside = [(f"/reports/{page}", False) for page in ("transfers", "approvals", "exceptions", "payables")]
        assert money == [("/reports/shifts", False), ("/reports/receipts", True), *beside]
        g.actor = Actor(name="canbo", role=Role.OFFICER)
        assert tabs_of("money") == []
        assert [tab.href for tab in tabs_of("stock")] == ["/reports/expiring", "/reports/stock-age"]


def test_every_role_has_a_home_that_it_may_open(app: Flask) -> None:
    with app.test_request_context():
        homes = registered().homes
        assert set(homes) == set(Role)
        for role, endpoint in homes.items():
            permit = permit_of(app.view_functions[endpoint])
            assert permit is not None and is_granted(role, permit), role
            assert url_for(endpoint).startswith("/")


def test_sections_without_lines_for_a_person_are_left_out(app: Flask) -> None:
    with app.test_request_context():
        titles = [section.section for section in menu_of(Actor(name="canbo", role=Role.OFFICER), "/")]
        assert titles == [None, "Hàng", "Chương trình OCOP"]


class Colour(Choice):
    RED = "red", "đỏ"
    BLUE = "blue", "xanh"


def test_an_area_brings_its_page_its_line_and_its_labels_without_a_line_elsewhere() -> None:
    bp = Blueprint("colours", __name__)
    bp.add_url_rule("/colours", "page", lambda: "")
    section = MenuSection(1, "Màu")
    item = MenuItem(section=section, position=1, endpoint="colours.page", label="Các màu", permit=Permit.MANAGE)
    app = Flask("x")
    Babel(app)
    register(app, (Area(name="colours", blueprints=(bp,), menu=(item,), labels={"colour": Colour}),))
    with app.test_request_context():
        assert [(link.href, link.label, link.current) for link in menu_of(SYSTEM, "/colours")[0].links] == [
            ("/colours", "Các màu", True)
        ]
        assert options("colour") == [("red", "đỏ"), ("blue", "xanh")]
        assert say("blue", "colour") == "xanh" and say("green", "colour") == "green" and say(None, "colour") == ""


def test_a_name_that_two_areas_declare_stops_the_start() -> None:
    twice = (Area(name="a", labels={"colour": Colour}), Area(name="b", labels={"colour": Colour}))
    with pytest.raises(ValueError, match="red"):
        register(Flask("x"), twice)
