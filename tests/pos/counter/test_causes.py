"""Likely causes of a drawer's difference: what fits to the đồng is named, in each direction, and nothing else."""

from __future__ import annotations

from typing import Any

from pos.choices import Banknote, LikelyCauseCode, PaymentMethod
from pos.counter.causes import DrawerFacts, OfSale, Tender, likely_causes
from tests.journeys.inside import Inside
from tests.outlet import Shop, uid


def facts(difference_vnd: int, **more: Any) -> DrawerFacts:
    """A drawer with an even float and nothing else that could fit."""
    usual: dict[str, Any] = {"opening_float_vnd": 0, "counted": {}, "tenders": (), "late": (), "refunds": ()}
    return DrawerFacts(difference_vnd=difference_vnd, **usual | more)


def codes(*args: Any, **more: Any) -> list[LikelyCauseCode]:
    """The codes of what fits."""
    return [cause.code for cause in likely_causes(facts(*args, **more))]


def test_a_payment_taken_for_another() -> None:
    cash = [Tender("s1", "1", 43_000, PaymentMethod.CASH)]
    card = [Tender("s2", "2", 43_000, PaymentMethod.CARD)]
    told = [Tender("s3", "3", 43_000, PaymentMethod.VIETQR, is_certain=True)]
    assert codes(-43_000, tenders=cash) == ["other_method"] and codes(43_000, tenders=cash) == []
    assert codes(43_000, tenders=card) == ["other_method"] and codes(-43_000, tenders=card) == []
    assert codes(43_000, tenders=told) == []
    assert codes(-43_001, tenders=cash) == []


def test_late_sales_alone_and_together() -> None:
    late = [OfSale("s1", "1", 30_000), OfSale("s2", "2", 13_000)]
    assert codes(30_000, late=late) == ["late_sale"]
    together = likely_causes(facts(43_000, late=late))
    assert [(cause.code, cause.of) for cause in together] == [(LikelyCauseCode.LATE_SALE, None)]
    assert codes(-30_000, late=late) == []


def test_a_refund_without_its_cash() -> None:
    refunds = [OfSale("s1", "1", 13_000)]
    assert codes(13_000, refunds=refunds) == ["refund_unpaid"] and codes(-13_000, refunds=refunds) == []


def test_a_note_taken_for_one_of_ten_times_its_value() -> None:
    assert codes(-180_000) == codes(180_000) == ["factor_of_ten"]
    assert codes(-360_000) == [], "two of them only if just two stand at the smaller note"
    assert codes(-360_000, counted={Banknote.VND_20000: 2}) == ["factor_of_ten"]
    assert codes(360_000, counted={Banknote.VND_200000: 2}) == ["factor_of_ten"]
    assert codes(360_000, counted={Banknote.VND_20000: 2}) == []
    assert codes(-45_000) == ["factor_of_ten"] and codes(-46_000) == []


def test_a_float_that_is_not_there() -> None:
    assert codes(-700_000, opening_float_vnd=700_000) == ["float_twice"]
    assert codes(700_000, opening_float_vnd=700_000) == []


def test_no_difference_has_no_cause() -> None:
    assert codes(0, tenders=[Tender("s", "1", 0, PaymentMethod.CASH)], late=[OfSale("s", "1", 0)]) == []


def closed(shop: Shop, counted: dict[str, int]) -> Any:
    """Closes the shop's shift and reads its report."""
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": counted}).ok()
    return shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()


def test_a_report_names_the_sale_and_says_it_in_words(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    shop.sell(shop.line(product, "1.5"))
    sold = shop.sell(shop.line(product, "2.3"))
    report = closed(shop, {"500000": 1, "10000": 1, "5000": 1})
    assert report["difference_vnd"] == -23_000
    (cause,) = report["likely_causes"]
    assert (cause["code"], cause["sale"], cause["amount_vnd"]) == ("other_method", sold["uid"], 23_000)
    assert sold["number"] in cause["text"]
    page = shop.api.get(f"/api/v1/shifts/{shop.shift}/report?format=html").body.decode()
    assert sold["number"] in page


def test_a_sale_that_came_after_the_count_and_a_refund_without_cash(inside: Inside) -> None:
    shop = inside.shop()
    product = shop.stocked()
    sold = shop.sell(shop.line(product, "1.5"))
    body = shop.sale(shop.line(product, "0.7"), offline=True)
    shop.api.post(f"/api/v1/shifts/{shop.shift}/close", {"counted": {"500000": 1, "20000": 1, "2000": 1}}).ok()
    late = shop.api.put(f"/api/v1/sales/{uid()}", body).ok(201)
    report = shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()
    assert report["difference_vnd"] == 7_000
    assert [(cause["code"], cause["sale"]) for cause in report["likely_causes"]] == [("late_sale", late["uid"])]
    shop.open_shift()
    shop.refund(sold["uid"], 1, "1.5").ok(201)
    report = closed(shop, {"500000": 1})
    assert [(cause["code"], cause["sale"]) for cause in report["likely_causes"]] == [("refund_unpaid", sold["uid"])]


def test_a_recount_that_fits_has_no_cause_left(inside: Inside) -> None:
    shop = inside.shop()
    report = closed(shop, {"50000": 1})
    assert [cause["code"] for cause in report["likely_causes"]] == ["factor_of_ten"]
    shop.api.post(f"/api/v1/shifts/{shop.shift}/recount", {"uid": uid(), "counted": {"500000": 1}}).ok(201)
    assert shop.api.get(f"/api/v1/shifts/{shop.shift}/report").ok()["likely_causes"] == []
