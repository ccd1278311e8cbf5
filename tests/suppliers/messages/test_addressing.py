"""A producer of any kind is called what it is in everything it is told, and in what the office reads of it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from core.db import transaction
from core.db.outbox import run_hourly
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from inventory.feedback import saying
from inventory.feedback.requests import FeedbackRequest
from suppliers.addressing import SHORT_NAMES, addressed
from suppliers.choices import ProducerKind, ProducerMessageKind
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.pages.portal.phone import Phone
from tests.paper.sheets.reading import pages
from tests.suppliers.messages.telling import told

KINDS = [kind for kind in ProducerKind if kind is not ProducerKind.OUTLET]
TEA = "Trà của HTX Đông Quế"
"""What people wrote stays as they wrote it."""
DAY = date(2026, 11, 18)
ACCOUNT = {"bank_bin": "970436", "bank_account": "0123456789", "bank_holder": "DONG QUE"}


def live(inside: Inside, kind: ProducerKind) -> tuple[str, str, str, str]:
    """A producer to whom everything happens that it is told of; its code, a lot, its statement and its agreement."""
    shop, api, today = inside.shop(), inside.api, DAY.isoformat()
    producer = shop.producer(kind=kind, name="Đông Quế")
    expiry = {"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2000}
    agreement = shop.agreement(producer, on_expiry=expiry, ends_on=(DAY + timedelta(days=30)).isoformat())
    tea = shop.product(producer, name=TEA, unit="hộp")
    announcement = uid()
    lines = [{"product": tea, "quantity": "22"}]
    api.put(f"/api/v1/announcements/{announcement}", {"producer": producer, "expected_on": today, "lines": lines}).ok(201)
    near = {"product": tea, "quantity": "20", "best_before": (DAY + timedelta(days=10)).isoformat()}
    lot = shop.deliver(producer, near, announcement=announcement)["lots"][0]
    back = {"producer": producer, "place": shop.place, "lines": [{"lot": lot, "quantity": "2"}]}
    for handed in (False, True):
        api.put(f"/api/v1/producer-returns/{uid()}", back | {"handed_over": handed, "reason": "móp hộp"}).ok(201)
    for counted in ("16", "15"):
        api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": [{"lot": lot, "counted": counted}]}).ok(201)
    shop.sell(shop.line(tea, "2"))
    call_up = uid()
    wanted = {"producer": producer, "lines": [{"product": tea, "quantity": "30"}], "wanted_by": "2099-01-02"}
    api.put(f"/api/v1/call-ups/{call_up}", wanted).ok(201)
    api.post(f"/api/v1/call-ups/{call_up}/cancel", {"uid": uid()}).ok(201)
    paper = {"kind": "food_safety", "producer": producer, "number": "7/ATTP", "issuer": "Chi cục", "issued_on": "2024-01-01"}
    api.put(f"/api/v1/papers/{uid()}", paper | {"valid_until": (DAY + timedelta(days=60)).isoformat()}).ok(201)
    record = api.get(f"/api/v1/producers/{producer}").ok()
    for ending in ("9", "8"):
        api.put(f"/api/v1/producers/{producer}", record | ACCOUNT | {"bank_account": f"012345678{ending}"}).ok()
    run_hourly()
    api.put(f"/api/v1/products/{tea}/prices/{(DAY + timedelta(days=2)).isoformat()}", {"price_vnd": 12_000}).ok(201)
    standing = api.get(f"/api/v1/agreements/{agreement}").ok()
    said = {key: value for key, value in standing.items() if key not in {"number", "version"}}
    later = {"from": (DAY + timedelta(days=3)).isoformat(), "reason": "HTX Đông Quế xin", "minimum_payout_vnd": 1}
    api.put(f"/api/v1/agreements/{agreement}", said | later).ok()
    statement = f"/api/v1/statements/{uid()}"
    issued = api.put(statement, {"producer": producer, "until": today}).ok(201)
    question = {"line": issued["lines"][0]["uid"], "message": "HTX hỏi"}
    inside.as_role(Role.PRODUCER, producer).post(f"{statement}/query", question).ok()
    api.post(f"{statement}/answer", question | {"message": "Trả lời HTX Đông Quế"}).ok()
    for method in ("cash", "bank"):
        paid = {"producer": producer, "statement": statement.rpartition("/")[2], "amount_vnd": 1_000, "method": method}
        api.put(f"/api/v1/payouts/{uid()}", paid).ok(201)
    api.post(f"/api/v1/producers/{producer}/charges", {"uid": uid(), "amount_vnd": 500_000, "memo": "thùng xốp"}).ok(201)
    payment = f"/api/v1/producer-payments/{uid()}"
    api.put(payment, {"producer": producer, "amount_vnd": 30_000, "method": "bank"}).ok(201)
    api.post(f"{payment}/reverse", {"uid": uid(), "reason": "ghi nhầm cho HTX"}).ok(201)
    rice = shop.product(producer, name="Gạo tẻ", unit="kg")
    shop.deliver(producer, {"product": rice, "quantity": "3"})
    shop.sell(shop.line(rice, "3"))
    complaint = FeedbackRequest(rating=1, text="HTX hỏi", is_complaint=True)
    transaction(lambda: saying.say(uid(), lot, complaint, "192.0.2.1"))
    for days in (4, 5):
        with inside.on(DAY + timedelta(days=days)):
            run_hourly()
    return producer, lot, statement, agreement


def misnamed(text: str) -> bool:
    """Whether a text calls the producer a cooperative, what people wrote apart."""
    for own in (TEA, "HTX Đông Quế", "HTX hỏi", "cho HTX"):
        text = text.replace(own, "")
    return "HTX" in text.replace("HTX-", "")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_a_producer_is_told_calls_it_what_it_is(inside: Inside, kind: ProducerKind) -> None:
    with inside.on(DAY):
        producer, lot, statement, agreement = live(inside, kind)
        producer_path = f"/producers/{producer}"
        messages: list[dict[str, Any]] = told(inside, producer)
        assert {message["kind"] for message in messages} == set(ProducerMessageKind)
        texts = [str(message["text"]).replace(producer, "") for message in messages]
        assert any(TEA in text for text in texts) and any("“HTX hỏi”" in text for text in texts)
        if kind is ProducerKind.COOPERATIVE:
            assert any("HTX được" in text for text in texts)
            return
        assert [text for text in texts if misnamed(text)] == []
        assert any(str(SHORT_NAMES[kind]) in text for text in texts)
        transaction(lambda: people.add("thu", "Chị Thu", Role.MANAGER, password="Mat-khau-1!", actor=SYSTEM))
        office = Phone(inside, "thu")
        office_pages = [f"{producer_path}{more}" for more in ("", "/channels", "/people", "/members")]
        office_pages += [f"/agreements/{agreement}{more}" for more in ("", "/edit", "/simulate")]
        office_pages += [statement.removeprefix("/api/v1"), f"/stock/lots/{lot}"]
        for path in office_pages:
            said = office.read(path).replace(producer, "")
            assert not misnamed(said), (path, [said[m.start() - 60 : m.end() + 40] for m in re.finditer("HTX", said)])
        for path in (statement, f"/api/v1/agreements/{agreement}"):
            paper = inside.api.get(path, format="pdf")
            assert paper.status == 200 and not any(misnamed(page.replace(producer, "")) for page in pages(paper.body)), path


def test_what_people_wrote_is_never_reworded_and_a_sentence_begins_large(app: Flask) -> None:
    with app.test_request_context():
        assert addressed("Mời HTX xem. HTX được trả.", ProducerKind.HOUSEHOLD) == "Mời hộ kinh doanh xem. Hộ kinh doanh được trả."
        assert addressed("HTX", ProducerKind.ENTERPRISE) == "doanh nghiệp"
        assert addressed("HTX được", ProducerKind.COOPERATIVE) == "HTX được"
