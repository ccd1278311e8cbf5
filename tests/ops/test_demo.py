"""The demonstration outlet: complete, repeatable, and never laid over real work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import clock
from core.area import registered
from core.db import db, fetch_all
from core.errors import DomainError
from core.models import AuditLine, Outlet
from core.people import people
from inventory.models import GoodsDocument
from ops import books, demo
from ops.demo.public.fairs import TILL as FAIR_TILL
from pos.customers import accounts, payments
from pos.models import Payment, PaymentConfirmation, Refund, Sale, Shift
from pos.vouchers import registry as vouchers
from reports import approvals, settlement, stock
from reports.choices import SalesKey
from reports.selling import report as report_sales
from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import ZONE

NOW = datetime(2026, 11, 24, 16, 20, tzinfo=ZONE)


def _names_in_audit_trail() -> set[str]:
    """The fields of all lines, those inside of others too."""
    names: set[str] = set()

    def read(value: object) -> None:
        if isinstance(value, Mapping):
            names.update(value)
            # The keys of these two are causes, which have labels.
            of_causes = list((value.get("allowances") or {}).values())
            value = [*(inner for name, inner in value.items() if name not in {"loss", "allowances"}), *of_causes]
        for inner in value if isinstance(value, list) else ():
            read(inner)

    for texts in fetch_all(select(AuditLine.before, AuditLine.after, AuditLine.detail)):
        read([json.loads(text) for text in texts.values() if text])
    return names


def test_every_page_has_something_true_to_show(app: Flask) -> None:
    with clock.time_travel(NOW), app.test_request_context("/"):
        sign_ins = demo.demo()
        assert books.check()[0] == []
        assert demo.sign_ins() == sign_ins
        assert _names_in_audit_trail() <= registered().audit_fields.keys()
        for role, username, password, pin in sign_ins:
            person = people.sign_in(username, password)
            assert person is not None and person.role == role
            assert pin is None or people.sign_in_by_pin(username, pin)
        today = clock.today()
        per_day = {x.key: x.sales for x in report_sales.sales(SalesKey.DAY, today - timedelta(days=48), today).items}
        assert len(per_day) == 49 and all(25 < n < 70 for n in list(per_day.values())[:-1])
        by_till = report_sales.sales(SalesKey.HOUR, today - timedelta(days=48), today, across=SalesKey.TILL).items
        hours = {x.key: x.sales for x in by_till if x.across_key != FAIR_TILL}
        assert hours["08"] > 3 * hours["12"] and hours["17"] > 3 * hours["13"] and min(hours) == "07" and max(hours) == "18"
        states = {x.state for x in settlement.statements().items}
        assert states == {"paid"}
        kinds = {r["kind"] for r in fetch_all(select(GoodsDocument.kind).distinct())}
        assert kinds == {"delivery", "return", "loss", "transfer", "count"}
        expiring = [x.state for x in stock.expiring().items]
        assert expiring.count("expired") == 1 and "near_expiry" in expiring
        causes = {x.cause for x in stock.losses(today - timedelta(days=48), today).items}
        assert causes >= {"damage", "theft", "sampling", "expiry", "count", "found"}
        assert approvals.approvals(today - timedelta(days=48), today).items
        open_shifts = fetch_all(select(Shift.till_code, Shift.opened_at).where(Shift.closed_at.is_(None)))
        assert [(s["till_code"], clock.local(s["opened_at"]).hour) for s in open_shifts] == [("Q1", 7)]
        assert sum(debtor.customer.owed_vnd for debtor in accounts.debtors()) > 0
        assert payments.list_payments() and {bool(voucher.refund) for voucher in vouchers.list_vouchers()} == {True, False}
        assert fetch_all(select(Refund.uid)) and fetch_all(select(Sale.uid).where(Sale.offline))
        assert fetch_all(select(Sale.uid).where(Sale.approved_by.is_not(None)))
        newest = fetch_all(select(func.max(Sale.sold_at).label("at")))[0]["at"]
        assert newest <= clock.now()
        unconfirmed = fetch_all(
            select(Sale.business_day)
            .join(Payment, Payment.sale_uid == Sale.uid)
            .outerjoin(PaymentConfirmation, PaymentConfirmation.sale_uid == Sale.uid)
            .where(Payment.method == "vietqr", PaymentConfirmation.sale_uid.is_(None))
        )
        assert {w["business_day"] for w in unconfirmed} == {today}
        with pytest.raises(DomainError) as refused:
            demo.demo()
        assert refused.value.code == "not_empty"
    db.session.rollback()


def _sales(app: Flask, now: datetime) -> list[Any]:
    with app.app_context(), clock.time_travel(now):
        demo.demo()
        assert books.check()[0] == []
        assert len(fetch_all(select(Shift.uid).where(Shift.closed_at.is_(None)))) == 1
        columns = (Sale.number, Sale.uid, Sale.sold_at, Sale.total_vnd)
        rows = [tuple(r.values()) for r in fetch_all(select(*columns).order_by(Sale.number))]
        db.session.rollback()
        return rows


def test_the_same_day_gives_the_same_outlet_and_a_later_hour_only_adds(app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "DAYS", 14)
    early, late = (_sales(app_on("sqlite"), datetime(2027, 1, 1, hour, 30, tzinfo=ZONE)) for hour in (10, 23))
    assert early == late[: len(early)] and len(late) > len(early)


def test_it_is_made_in_the_night_after_a_month(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "DAYS", 14)
    with clock.time_travel(datetime(2026, 3, 1, 2, tzinfo=ZONE)):
        demo.demo()
        assert books.check()[0] == []
        assert len(fetch_all(select(Shift.uid).where(Shift.closed_at.is_(None)))) == 1
    db.session.rollback()


def test_it_is_never_laid_over_an_outlet_with_sales_or_people_of_its_own(app: Flask) -> None:
    inside = Inside(app)
    with pytest.raises(DomainError) as refused:
        demo.demo()
    assert refused.value.code == "not_empty"
    shop = inside.shop()
    shop.sell(shop.line(shop.stocked(), "1"))
    with pytest.raises(DomainError) as refused:
        demo.demo()
    assert refused.value.code == "not_empty"
    assert demo.sign_ins() == []
    assert not fetch_all(select(Outlet.demonstration))[0]["demonstration"]
