"""What producers are told of: each in the transaction of what happened, in words, and nothing of anybody else's."""

from __future__ import annotations

from datetime import date, timedelta

from core import clock
from core.db.outbox import run_hourly
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.suppliers.messages.telling import choose, told

ACCOUNT = {"bank_bin": "970436", "bank_account": "0123456789", "bank_holder": "HTX DONG QUE"}


def last(inside: Inside, producer: str, kind: str) -> str:
    """The last thing a producer was told of a kind."""
    return str(told(inside, producer, kind)[-1]["text"])


def test_goods_that_come_go_back_and_are_counted_are_told(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    shop.agreement(producer)
    tea = shop.product(producer, name="Trà sen", unit="hộp")
    delivery = shop.deliver(producer, {"product": tea, "quantity": "20"})
    lot = delivery["lots"][0]
    assert "20 hộp Trà sen" in last(inside, producer, "received") and delivery["number"] in last(inside, producer, "received")
    back = {"producer": producer, "place": shop.place, "lines": [{"lot": lot, "quantity": "3"}], "reason": "móp hộp"}
    shop.api.put(f"/api/v1/producer-returns/{uid()}", back | {"handed_over": False}).ok(201)
    assert "để riêng 3 hộp Trà sen" in last(inside, producer, "returned") and "móp hộp" in last(inside, producer, "returned")
    shop.api.put(f"/api/v1/producer-returns/{uid()}", back).ok(201)
    assert "trả lại HTX 3 hộp Trà sen" in last(inside, producer, "returned")
    counted = uid()
    shop.api.put(f"/api/v1/counts/{counted}", {"place": shop.place, "lines": [{"lot": lot, "counted": "15"}]}).ok(201)
    assert f"Trà sen (lô {lot}) thiếu 2 hộp" in last(inside, producer, "count")
    assert "Phần thiếu điểm bán trả HTX" in last(inside, producer, "count")
    shop.api.post(f"/api/v1/counts/{counted}/reverse", {"uid": uid(), "reason": "đếm nhầm"}).ok()
    assert "đã hủy" in last(inside, producer, "count") and "đếm nhầm" in last(inside, producer, "count")
    assert not inside.gaps()


def test_what_differs_from_the_announcement_is_said(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    shop.agreement(producer)
    tea = shop.product(producer, name="Trà sen")
    announced = {"producer": producer, "expected_on": clock.today().isoformat(), "lines": [{"product": tea, "quantity": "20"}]}
    announcement = uid()
    shop.api.put(f"/api/v1/announcements/{announcement}", announced).ok(201)
    shop.deliver(producer, {"product": tea, "quantity": "18"}, announcement=announcement)
    assert "Trà sen: HTX báo 20, nhận 18." in last(inside, producer, "received")


def test_a_count_tells_each_producer_of_its_own_lots_alone(inside: Inside) -> None:
    shop = inside.shop()
    lots, producers = [], []
    for name in ("Trà sen", "Mật ong"):
        producer = shop.producer()
        shop.agreement(producer)
        product = shop.product(producer, name=name)
        lots.append(shop.deliver(producer, {"product": product, "quantity": "9"})["lots"][0])
        producers.append(producer)
    lines = [{"lot": lot, "counted": "8"} for lot in lots]
    shop.api.put(f"/api/v1/counts/{uid()}", {"place": shop.place, "lines": lines}).ok(201)
    tea, honey = (last(inside, producer, "count") for producer in producers)
    assert "Trà sen" in tea and "Mật ong" not in tea and lots[1] not in tea
    assert "Mật ong" in honey and "Trà sen" not in honey and lots[0] not in honey


def test_the_last_of_a_lot_is_told_once(inside: Inside) -> None:
    shop = inside.shop()
    tea = shop.stocked()
    producer, name = shop.producer_of(tea), shop.api.get(f"/api/v1/products/{tea}").ok()["name"]
    shop.sell(shop.line(tea, "49"))
    assert told(inside, producer, "sold_out") == []
    sold = shop.sell(shop.line(tea, "1"))
    assert f"{name} đã bán hết, trên kệ không còn" in last(inside, producer, "sold_out")
    shop.refund(sold["uid"], 1, "1").ok(201)
    shop.sell(shop.line(tea, "1"))
    assert len(told(inside, producer, "sold_out")) == 1


def test_statements_questions_and_money_are_told_and_never_the_whole_account(inside: Inside) -> None:
    shop = inside.shop()
    tea = shop.stocked()
    producer = shop.producer_of(tea)
    record = shop.api.get(f"/api/v1/producers/{producer}").ok()
    shop.api.put(f"/api/v1/producers/{producer}", record | ACCOUNT).ok()
    shop.sell(shop.line(tea, "2"))
    statement = uid()
    issued = shop.api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": clock.today().isoformat()}).ok(201)
    message = told(inside, producer, "statement")[-1]
    assert issued["number"] in message["text"] and message["link"].endswith(f"/portal/statements/{statement}")
    own = inside.as_role(Role.PRODUCER, producer)
    asked = {"line": issued["lines"][0]["uid"], "message": "Sao thiếu một hộp?"}
    own.post(f"/api/v1/statements/{statement}/query", asked).ok()
    assert "Sao thiếu một hộp?" in last(inside, producer, "question")
    shop.api.post(f"/api/v1/statements/{statement}/answer", asked | {"message": "Hộp đó bán ngày 2."}).ok()
    assert "Hộp đó bán ngày 2." in last(inside, producer, "answer")
    payout = uid()
    paid = {"producer": producer, "statement": statement, "amount_vnd": 10_000, "method": "bank"}
    shop.api.put(f"/api/v1/payouts/{payout}", paid).ok(201)
    assert "10.000\u00a0₫ vào tài khoản ···6789" in last(inside, producer, "paid")
    shop.api.post(f"/api/v1/payouts/{payout}/reverse", {"uid": uid(), "reason": "gõ nhầm"}).ok()
    assert "hủy lần chi trả 10.000" in last(inside, producer, "paid") and "gõ nhầm" in last(inside, producer, "paid")
    assert not [m for m in told(inside, producer) if ACCOUNT["bank_account"] in m["text"]]


def test_a_call_up_and_its_end_are_told(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    tea = shop.product(producer, name="Trà sen", unit="hộp")
    body = {"producer": producer, "lines": [{"product": tea, "quantity": "30"}], "wanted_by": "2099-01-02", "note": "gói kỹ"}
    call_up = uid()
    shop.api.put(f"/api/v1/call-ups/{call_up}", body).ok(201)
    text = last(inside, producer, "call_up")
    assert "30 hộp Trà sen" in text and "02/01" in text and "gói kỹ" in text
    shop.api.post(f"/api/v1/call-ups/{call_up}/cancel", {"uid": uid()}).ok(201)
    assert "không cần nữa: 30 hộp Trà sen" in last(inside, producer, "call_up")


def test_a_lot_near_its_day_is_told_once_by_itself_and_each_time_the_outlet_asks(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    shop.agreement(producer, on_expiry={"days": 15, "answer_days": 3, "choice": "mark_down", "rate_bp": 2000})
    tea = shop.product(producer, name="Trà sen", unit="hộp")
    near = (clock.today() + timedelta(days=10)).isoformat()
    lot = shop.deliver(producer, {"product": tea, "quantity": "5", "best_before": near})["lots"][0]
    run_hourly()
    run_hourly()
    (text,) = [m["text"] for m in told(inside, producer, "expiring")]
    assert f"Lô {lot}, còn 5 hộp Trà sen" in text and "giảm giá 20\u00a0%" in text and "theo hợp đồng" in text
    shop.api.post(f"/api/v1/expiry-proposals/{lot}/ask", {"uid": uid(), "choice": "donate"}).ok(201)
    assert "tặng" in last(inside, producer, "expiring")
    with inside.on(clock.today() + timedelta(days=5)):
        run_hourly()
        assert "chưa trả lời nên điểm bán làm theo hợp đồng" in last(inside, producer, "expiring")


def test_a_certificate_that_ends_is_told_of_a_quarter_and_a_month_before(inside: Inside) -> None:
    shop = inside.shop()
    ends = clock.today() + timedelta(days=100)
    certificate = {"number": "12/QĐ", "issuer": "UBND tỉnh", "issued_on": "2024-01-01", "valid_until": ends.isoformat()}
    producer = shop.producer_of(shop.stocked(name="Trà sen", stars=3, set=1, certificate=certificate))
    for before, heard in ((100, 0), (90, 1), (60, 1), (30, 2), (1, 2), (-1, 2)):
        with inside.on(ends - timedelta(days=before)):
            run_hourly()
            assert len(told(inside, producer, "paper")) == heard, before
    assert "12/QĐ của Trà sen hết giá trị ngày" in last(inside, producer, "paper")


def test_any_paper_that_ends_without_a_successor_is_told_of(inside: Inside) -> None:
    shop = inside.shop()
    producer, ends = shop.producer(), clock.today() + timedelta(days=60)
    paper = {"kind": "food_safety", "producer": producer, "number": "7/ATTP", "issuer": "Chi cục", "issued_on": "2024-01-01"}
    shop.api.put(f"/api/v1/papers/{uid()}", paper | {"valid_until": ends.isoformat()}).ok(201)
    run_hourly()
    assert "7/ATTP (an toàn thực phẩm) hết giá trị ngày" in last(inside, producer, "paper")
    shop.api.put(f"/api/v1/papers/{uid()}", paper | {"number": "8/ATTP", "valid_until": "2099-01-01"}).ok(201)
    with inside.on(ends - timedelta(days=5)):
        run_hourly()
        assert len(told(inside, producer, "paper")) == 1, "the new one lasts"


def test_it_is_told_in_the_language_the_producer_chose(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    shop.agreement(producer)
    choose(inside, producer, language="en")
    shop.deliver(producer, {"product": shop.product(producer, name="Trà sen", unit="hộp"), "quantity": "2"})
    assert last(inside, producer, "received").startswith("The outlet received 2 hộp Trà sen")


def test_the_outlet_tells_itself_nothing(inside: Inside) -> None:
    shop = inside.shop()
    owner = shop.api.get("/api/v1/outlet").ok()["owner_code"]
    shop.deliver(owner, {"product": shop.product(owner), "quantity": "2"})
    assert shop.api.get("/api/v1/messages").ok()["items"] == []


def test_an_act_that_is_refused_tells_nothing(inside: Inside) -> None:
    shop = inside.shop()
    tea = shop.stocked()
    producer = shop.producer_of(tea)
    before = told(inside, producer)
    back = {"producer": producer, "place": shop.place, "lines": [{"lot": "KHONG-CO", "quantity": "1"}]}
    assert shop.api.put(f"/api/v1/producer-returns/{uid()}", back).status == 422
    assert shop.api.put(f"/api/v1/statements/{uid()}", {"producer": producer, "until": date.max.isoformat()}).status == 422
    assert told(inside, producer) == before


def test_money_that_a_producer_pays_back_is_confirmed_and_its_taking_back_too(inside: Inside) -> None:
    shop = inside.shop()
    producer = shop.producer()
    shop.api.post(f"/api/v1/producers/{producer}/charges", {"uid": uid(), "amount_vnd": 50_000, "memo": "thùng xốp"}).ok(201)
    payment = f"/api/v1/producer-payments/{uid()}"
    made = shop.api.put(payment, {"producer": producer, "amount_vnd": 30_000, "method": "bank"}).ok(201)
    assert "30.000" in last(inside, producer, "paid") and made["number"] in last(inside, producer, "paid")
    shop.api.post(f"{payment}/reverse", {"uid": uid(), "reason": "ghi nhầm"}).ok(201)
    assert "hủy" in last(inside, producer, "paid") and "ghi nhầm" in last(inside, producer, "paid")
