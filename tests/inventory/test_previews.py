"""A preview says to the đồng what saving the document then does, and writes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.db import fetch_all
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import uid
from tests.schedule import examples

DAY = date(2026, 12, 1)
TERMS = [
    {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss_allowance_bp": 300},
    {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss": {"damage": "producer", "theft": "shared"}},
    {"basis": "fixed_price", "owed_per_unit_vnd": 7_700, "discount_bearer": "outlet", "loss": {"expiry": "shared"}},
]
ALLOWED = {"sampling": {"per": "month", "value_vnd": 120_000}}
CAUSES = ["damage", "expiry", "theft", "sampling", "recall"]


class Goods:
    """Lots of three producers under different terms, 40 units of each, and a storekeeper."""

    def __init__(self, inside: Inside) -> None:
        self.shop = inside.shop()
        self.keeper = inside.as_role(Role.STOREKEEPER)
        self.lots: list[str] = []
        self.store = self.shop.code("K")
        self.shop.api.put(f"/api/v1/places/{self.store}", {"name": "Kho", "kind": "store"}).ok()
        for term in TERMS:
            producer = self.shop.producer()
            product = self.shop.product(producer)
            self.shop.agreement(producer, term, allowances=ALLOWED)
            self.lots += self.shop.deliver(producer, {"product": product, "quantity": "40"})["lots"]

    def loss(self, *lines: tuple[str, str, str], **more: Any) -> dict[str, Any]:
        """The body of a loss of (lot, quantity, cause)."""
        named = [{"lot": lot, "quantity": quantity, "cause": cause} for lot, quantity, cause in lines]
        return {"place": self.shop.place, "lines": named} | more


def rows() -> dict[str, int]:
    """How many rows there are of what documents write."""
    tables = ("goods_document", "movement", "book_line", "audit_line", "number_series", "outbox_job", "idempotency_key")
    found = {r["name"] for r in fetch_all(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}
    return {t: int(fetch_all(text(f"SELECT count(*) AS n FROM {t}"))[0]["n"]) for t in tables if t in found}


@settings(max_examples=examples(4), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(drawn=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 15_000), st.sampled_from(CAUSES)), min_size=1, max_size=6))
def test_a_loss_costs_what_its_preview_said(inside: Inside, drawn: list[tuple[int, int, str]]) -> None:
    with inside.on(DAY, 8):
        goods = Goods(inside)
        for _twice in range(2):  # the second one finds the allowances already begun
            body = goods.loss(*((goods.lots[i], f"{milli / 1000:.3f}", cause) for i, milli, cause in drawn))
            before = rows()
            preview = goods.keeper.post("/api/v1/losses/preview", body).ok(200)
            assert rows() == before, "a preview writes nothing"
            saved = goods.keeper.put(f"/api/v1/losses/{uid()}", body)
            if any(line["left"].startswith("-") for line in preview["lines"]):
                assert saved.code == "out_of_stock"
                continue
            assert (saved.code == "approval_needed") == preview["approval_needed"] == bool(preview["approval_reasons"])
            if preview["approval_needed"]:
                saved = goods.shop.api.put(f"/api/v1/losses/{uid()}", body)
            done = saved.ok(201)
            assert [line["owed_vnd"] for line in preview["lines"]] == [line["owed_vnd"] for line in done["lines"]]
            assert preview["owed_vnd"] == done["owed_vnd"]
            assert inside.gaps() == []


def test_a_preview_says_who_bears_a_loss_and_what_is_left_of_an_allowance(inside: Inside) -> None:
    with inside.on(DAY, 8):
        goods = Goods(inside)
        own, producers, _fixed = goods.lots
        body = goods.loss((own, "1", "damage"), (own, "1", "damage"), (producers, "2", "damage"), (own, "4", "sampling"))
        first, second, third, samples = goods.keeper.post("/api/v1/losses/preview", body).ok(200)["lines"]
        # 3 % of 40 kg are the producer's: 1.2 kg, so 0.8 of the second kilo is the outlet's.
        assert (first["bearer"], first["owed_vnd"], first["allowance_after"]) == ("producer", 0, "0.2")
        assert first["text"] == "HTX chịu" and first["note"] == "Trong mức hao hụt cho phép của lô: còn 0,2 kg"
        assert (second["bearer"], second["owed_vnd"]) == ("outlet", 6_800)
        assert second["text"] == "Điểm bán trả HTX 6.800\u00a0₫"
        assert third["text"] == "HTX chịu" and third["note"] is None
        assert (samples["allowance_before_vnd"], samples["allowance_after_vnd"]) == (120_000, 80_000)
        assert samples["note"] == "Trong mức cho phép: còn 80.000\u00a0₫"
        over = goods.keeper.post("/api/v1/losses/preview", goods.loss((own, "13", "sampling"))).ok(200)
        assert over["approval_needed"] and over["lines"][0]["approval_needed"]
        assert over["lines"][0]["note"] == "Vượt mức cho phép 10.000\u00a0₫"
        assert not goods.shop.api.post("/api/v1/losses/preview", goods.loss((own, "13", "sampling"))).ok(200)["approval_needed"]


def test_too_much_is_refused_at_its_line_with_the_name_of_the_goods(inside: Inside) -> None:
    with inside.on(DAY, 8):
        goods = Goods(inside)
        one, two, _three = goods.lots
        name = goods.shop.api.get(f"/api/v1/lots/{one}").ok()["name"]
        lines = [{"lot": two, "quantity": "1"}, {"lot": one, "quantity": "30"}, {"lot": one, "quantity": "12"}]
        owner = goods.shop.api.get(f"/api/v1/lots/{one}").ok()["producer"]
        for path, body in (
            ("losses", {"place": goods.shop.place, "lines": [line | {"cause": "damage"} for line in lines]}),
            ("transfers", {"from": goods.shop.place, "to": goods.store, "lines": lines}),
            ("producer-returns", {"producer": owner, "place": goods.shop.place, "lines": lines[1:]}),
            ("producer-returns", {"producer": owner, "place": goods.shop.place, "lines": lines[1:], "handed_over": False}),
        ):
            refused = goods.shop.api.put(f"/api/v1/{path}/{uid()}", body)
            (error,) = refused.json["errors"]
            assert refused.code == "out_of_stock"
            assert error == {"field": f"lines.{len(body['lines']) - 1}.quantity", "message": "Ở đây chỉ còn 40 kg."}
            assert refused.json["detail"] == f"Số tồn kho không đủ: {name} còn 40 kg."
            asked = goods.keeper.post(f"/api/v1/{path}/preview", body).ok(200)["lines"][-1]
            assert asked["left"] == "-2" and asked["text"] == "Ở đây chỉ còn 40 kg"


def test_previews_of_returns_and_transfers_say_what_stays(inside: Inside) -> None:
    with inside.on(DAY, 8):
        goods = Goods(inside)
        lot = goods.lots[0]
        owner = goods.shop.api.get(f"/api/v1/lots/{lot}").ok()["producer"]
        lines = [{"lot": lot, "quantity": "2.5"}]
        back = goods.keeper.post(
            "/api/v1/producer-returns/preview", {"producer": owner, "place": goods.shop.place, "lines": lines}
        ).ok(200)
        assert back["value_vnd"] == 25_000 and back["lines"][0]["text"] == "Còn lại ở đây 37,5 kg"
        body = {"from": goods.shop.place, "to": goods.store, "lines": lines}
        goods.keeper.put(f"/api/v1/transfers/{uid()}", body).ok(201)
        moved = goods.keeper.post("/api/v1/transfers/preview", body).ok(200)["lines"][0]
        assert (moved["left"], moved["note"]) == ("35", "Ở Kho thành 5 kg")


def test_a_count_costs_what_its_preview_said(inside: Inside) -> None:
    with inside.on(DAY, 8):
        goods = Goods(inside)
        counted = [{"lot": lot, "counted": figure} for lot, figure in zip(goods.lots, ("37.5", "41", "40"), strict=True)]
        body = {"place": goods.shop.place, "lines": counted}
        preview = goods.keeper.post("/api/v1/counts/preview", body).ok(200)
        done = goods.keeper.put(f"/api/v1/counts/{uid()}", body).ok(201)
        for name in ("lot", "booked", "difference", "lost", "owed_vnd"):
            assert [line[name] for line in preview["lines"]] == [line[name] for line in done["lines"]]
        assert [line["text"] for line in preview["lines"]] == [
            f"Điểm bán trả HTX {preview['owed_vnd']:,}\u00a0₫".replace(",", "."), "Thừa, không ai phải trả", "Khớp sổ"
        ]  # fmt: skip
