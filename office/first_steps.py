"""What a new outlet does first: shown on the manager's day until the first sale."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import exists, select

from core.db import fetch_one
from core.models import Person
from inventory.models import Lot
from office.results import Decision, Tone
from pos.models import Sale
from suppliers.agreements.models import Agreement
from suppliers.choices import ProducerKind
from suppliers.models import Producer, Product

_MANAGER_WITH_PIN = select(Person.id).where(Person.role == "manager", Person.active, Person.pin_hash.is_not(None))
_DONE = select(
    exists(select(Producer.code).where(Producer.kind != ProducerKind.OUTLET)).label("producer"),
    exists(select(Product.code)).label("product"),
    exists(select(Agreement.number)).label("agreement"),
    exists(select(Lot.code)).label("goods"),
    exists(_MANAGER_WITH_PIN).label("pin"),
    exists(select(Sale.uid)).label("sale"),
)


def manager_has_pin() -> bool:
    """Whether anybody can approve at a till."""
    return fetch_one(_MANAGER_WITH_PIN.limit(1)) is not None


def first_steps() -> list[Decision]:
    """The steps as decisions; none once anything was sold."""
    done = fetch_one(_DONE)
    if done is None or done["sale"]:
        return []
    one = fetch_one(select(Producer.code).where(Producer.kind != ProducerKind.OUTLET).order_by(Producer.code).limit(1))
    agreement = f"/producers/{one['code']}/agreements/new" if one else "/producers/new"
    steps = [
        ("producer", _("Thêm nhà sản xuất đầu tiên"), _("Hàng là của họ cho đến khi bán được."), "/producers/new", "/producers"),
        ("product", _("Thêm sản phẩm của họ"), _("Tên, đơn vị tính, giá bán."), "/products/new", "/products"),
        ("agreement", _("Ghi hợp đồng"), _("Hoa hồng hay giá cố định, ai chịu hao hụt."), agreement, "/agreements"),
        ("goods", _("Nhận hàng, in tem"), _("Mỗi dòng là một lô, có hạn sử dụng riêng."), "/stock/receive", "/stock"),
        ("pin", _("Đặt PIN cho quản lý, thêm thu ngân"), _("PIN để duyệt giảm giá, trả hàng."), "/people", "/people"),
        ("sale", _("Mở ca và bán đơn đầu tiên"), "", "/sell", "/sell"),
    ]
    return [
        Decision(sentence, detail, seen, _("Xem"), Tone.GOOD)
        if done[key]
        else Decision(sentence, detail, href, _("Làm"), Tone.WARN)
        for key, sentence, detail, href, seen in steps
    ]
