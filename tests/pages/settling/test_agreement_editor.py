"""The editor of an agreement: what is typed stays, a change is shown to both sides first, and it waits for the producer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.journeys.inside import Inside
from tests.outlet import MANAGER, uid
from tests.pages.settling.editor import fields_of
from tests.signed_in import sign_in_as

DAY = date(2026, 11, 20)
WHOLE: dict[str, Any] = {
    "ends_on": "2027-12-31",
    "signed_number": "01/2026/HĐKG",
    "grace_days": 3,
    "cycle": "week",
    "charges": [
        {"name": "Phí gian hàng", "per": "cycle", "amount_vnd": 50_000},
        {"name": "Phí bốc xếp", "per": "delivery", "amount_vnd": 20_000},
    ],
    "papers": [{"kind": "food_safety", "without": "no_receiving"}],
    "visibility": "basic",
    "answer_days": 9,
    "holding_days": 3,
    "minimum_payout_vnd": 200_000,
    "allowances": {"sampling": {"per": "year", "value_vnd": 200_000}},
    "on_expiry": {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2_000},
}
TERMS = (
    {"basis": "commission", "rate_bp": 1_500, "discount_bearer": "outlet", "loss": {"damage": "shared", "expiry": "producer"}},
    {"set": 7, "basis": "commission", "rate_bp": 1_800, "discount_bearer": "shared", "loss_allowance_bp": 200,
     "commission_base": "without_vat", "vat_kept_by": "outlet"},
)  # fmt: skip


class Editor:
    """The editor of one agreement, in a manager's browser."""

    def __init__(self, inside: Inside) -> None:
        self.shop = inside.shop()
        self.producer = self.shop.producer()
        self.number = self.shop.agreement(self.producer, *TERMS, **WHOLE)
        self.path = f"/agreements/{self.number}"
        self.browser: FlaskClient = inside.app.test_client()
        sign_in_as(inside.app, self.browser, MANAGER)

    @property
    def standing(self) -> Any:
        return self.shop.api.get(f"/api/v1{self.path}").ok()

    @property
    def versions(self) -> list[Any]:
        return list(self.shop.api.get(f"/api/v1{self.path}/versions").ok()["items"])

    def fields(self) -> dict[str, list[str]]:
        return fields_of(self.browser.get(f"{self.path}/edit").text)

    def post(self, fields: dict[str, Any], act: str) -> Any:
        return self.browser.post(f"{self.path}/edit", data={**fields, "act": act})


@pytest.fixture
def editor(inside: Inside) -> Iterator[Editor]:
    with inside.on(DAY):
        yield Editor(inside)


def test_the_editor_says_everything_an_agreement_says(editor: Editor) -> None:
    fields = {**editor.fields(), "reason": "không đổi gì"}
    same = editor.post(fields, "review")
    assert same.status_code == 409 and "Chưa có gì khác" in same.text
    assert editor.standing["version"] == 1


def test_a_change_is_shown_to_both_sides_waits_and_holds_once_it_is_confirmed(editor: Editor) -> None:
    fields = {**editor.fields(), "figure": ["17", "18"], "from": DAY.isoformat(), "reason": "công lựa hàng tăng"}
    asked = editor.post(fields, "save")  # what nobody has read is not saved
    assert asked.status_code == 200 and len(editor.versions) == 1
    shown = " ".join(re.sub(r"<[^>]+>", " ", asked.text).split())
    assert "Hàng bất kỳ: điểm bán giữ 15 % → thành 17 %" in shown
    assert "HTX được 170.000 ₫ → 166.000 ₫, điểm bán giữ 10.000 ₫ → 14.000 ₫" in shown
    read = {**fields_of(asked.text), "reason": "công lựa hàng tăng"}
    assert editor.post({**read, "figure": ["19", "18"]}, "save").status_code == 200, "changed since it was read"
    assert len(editor.versions) == 1
    saved = editor.post(read, "save")
    assert saved.status_code == 302
    assert (editor.standing["version"], editor.versions[1]["state"]) == (1, "waiting")
    assert (editor.versions[1]["reason"], editor.versions[1]["changed"]) == ("công lựa hàng tăng", ["terms"])
    page = editor.browser.get(editor.path).text
    assert "chờ xác nhận" in page and "Đang dùng bản 1." in page
    confirm = f"{editor.path}/versions/2/confirm"
    token = fields_of(page)["csrf_token"][0]
    uid = fields_of(page)["uid"][0]
    refused = editor.browser.post(confirm, data={"csrf_token": token, "uid": uid, "note": ""})
    assert refused.status_code == 422 and "Ghi rõ nhà sản xuất đồng ý bằng cách nào." in refused.text
    done = editor.browser.post(confirm, data={"csrf_token": token, "uid": uid, "note": "ký phụ lục ngày 20/11"})
    assert done.status_code == 302
    assert (editor.standing["version"], editor.standing["terms"][0]["rate_bp"]) == (2, 1_700)
    page = editor.browser.get(editor.path).text
    assert "ký phụ lục ngày 20/11" in page and "Đang dùng bản 2." in page
    kept = {name: editor.standing[name] for name in WHOLE}
    assert kept == WHOLE | {"papers": WHOLE["papers"]}


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(editor: Editor) -> None:
    typed = {
        "figure": ["mười lăm", "18"],
        "holding_days": "vài",
        "charge_amount": ["50k", "không"],
        "allow_sampling": "200 nghìn rưỡi",
        "expiry_rate": "",
        "from": "",
        "reason": "",
        "signed_number": "02/2026/HĐKG",
    }
    refused = editor.post({**editor.fields(), **typed}, "review")
    assert refused.status_code == 422
    for at, sentence in {
        "figure-0": "Không đọc được phần trăm này.",
        "holding_days": "Phải là số nguyên.",
        "charge_amount-1": "Không đọc được số tiền này.",
        "allow_sampling": "Không đọc được số tiền này.",
        "expiry_rate": "Giảm giá, và chỉ giảm giá, cần tỷ lệ giảm.",
    }.items():
        assert f'id="{at}-error">{sentence}' in refused.text, at
    assert "Ghi vì sao đổi." in refused.text and "Ghi bản mới dùng từ ngày nào." in refused.text
    empty = editor.post({**editor.fields(), "figure": ["", "18"]}, "review")
    assert 'id="figure-0-error">Chưa điền.' in empty.text
    again = fields_of(refused.text)
    assert again["figure"] == ["mười lăm", "18"] and again["charge_amount"] == ["50k", "không"]
    assert (again["holding_days"], again["signed_number"]) == (["vài"], ["02/2026/HĐKG"])
    assert again["loss_damage_0"] == ["shared"] and again["loss_expiry_0"] == ["producer"]
    assert len(editor.versions) == 1


def test_rows_are_added_and_dropped_and_presets_fill_the_grid(editor: Editor) -> None:
    fields = {**editor.fields(), "figure": ["16", "18"]}
    more = fields_of(editor.post(fields, "add_term").text)
    assert more["figure"] == ["16", "18", ""] and more["loss_damage_2"] == ["shared"], "a new term begins as the first"
    fewer = fields_of(editor.post(more, "drop_term-1").text)
    assert fewer["figure"] == ["16", ""] and fewer["scope"] == ["", ""]
    charged = fields_of(editor.post(fields, "add_charge").text)
    assert charged["charge_name"] == ["Phí gian hàng", "Phí bốc xếp", ""]
    assert fields_of(editor.post(charged, "drop_charge-0").text)["charge_name"] == ["Phí bốc xếp", ""]
    preset = fields_of(editor.post(fields, "losses-1-producer").text)
    assert [preset[f"loss_{cause}_1"] for cause in ("damage", "theft", "recall")] == [["producer"]] * 3
    assert preset["loss_damage_0"] == ["shared"]
    assert len(editor.versions) == 1


def test_a_shared_discount_is_told_as_it_is_reckoned(editor: Editor) -> None:
    fields = {**editor.fields(), "discount_bearer": ["shared", "shared"], "example_quantity": "2", "example_discount": "10"}
    said = editor.browser.post(f"/producers/{editor.producer}/agreements/example?number={editor.number}", data=fields).text
    assert "giảm 10.000\u00a0₫ thì HTX chịu 8.500\u00a0₫, điểm bán 1.500\u00a0₫" in said
    assert "Trong 20.000\u00a0₫ giảm giá, HTX chịu 17.000\u00a0₫, điểm bán chịu 3.000\u00a0₫." in said
    page = editor.browser.get(f"{editor.path}/edit").text
    assert "mỗi bên một nửa" not in page.split('name="discount_bearer"', 1)[1].split("</select>", 1)[0]


def test_terms_not_saved_yet_are_tried_on_what_was_sold_and_go_back_to_the_editor(editor: Editor) -> None:
    shop = editor.shop
    product = shop.product(editor.producer, 10_000)
    paper = {"kind": "food_safety", "producer": editor.producer, "number": "1", "issuer": "Chi cục", "issued_on": DAY.isoformat()}
    shop.api.put(f"/api/v1/papers/{uid()}", paper).ok(201)
    shop.deliver(editor.producer, {"product": product, "quantity": "9", "best_before": "2099-01-01"})
    shop.sell(shop.line(product, "4"))
    fields = {**editor.fields(), "figure": ["20", "18"], "reason": "thử", "sim_from": DAY.isoformat(), "sim_to": DAY.isoformat()}
    tried = editor.browser.post(f"{editor.path}/simulate", data=fields)
    shown = " ".join(re.sub(r"<[^>]+>", " ", tried.text).split())
    assert tried.status_code == 200 and "HTX được ít hơn 2.000 ₫, điểm bán giữ thêm đúng chừng ấy." in shown
    assert "34.000 32.000" in shown and "nay 15" in shown
    back = fields_of(editor.post(fields_of(tried.text), "edit").text)
    assert {name: back[name] for name in editor.fields() if name in back} == {
        **{name: value for name, value in editor.fields().items() if name in back},
        "figure": ["20", "18"],
        "reason": ["thử"],
        "csrf_token": back["csrf_token"],
    }
    unread = editor.browser.post(f"{editor.path}/simulate", data={**fields, "figure": ["hai mươi", "18"]})
    assert unread.status_code == 422 and "hai mươi" in unread.text
    assert editor.browser.get(f"{editor.path}/simulate").status_code == 200
    assert len(editor.versions) == 1
