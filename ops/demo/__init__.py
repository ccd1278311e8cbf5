"""The demonstration outlet: seven weeks of one shop's life, made through the same verbs as real work.

The same day always gives the same weeks; only the last day ends where the clock stands. What happens is a list of events,
each at its moment; a day of them is one transaction, and the clock is set to each before its verb is called.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from core import clock, outlet, setup
from core.db import execute, fetch_one, transaction
from core.errors import DomainError
from core.i18n import N_
from core.models import Outlet, Person
from core.people import people
from core.people.actor import SYSTEM
from inventory import places
from ops.demo import agreements as agreement_story
from ops.demo import (
    customers,
    goods,
    goods_days,
    messages,
    month,
    offers,
    papers,
    prices,
    programme_files,
    programme_years,
    selling,
    to_come,
)
from ops.demo.goods import PEOPLE, Someone
from ops.demo.public import fairs, visitors
from ops.demo.story import Story
from pos import tills
from pos.models import Sale
from suppliers import producers, products
from suppliers.agreements import recording as agreements
from suppliers.members import registry
from suppliers.members.requests import MemberRequest

DAYS = 49
SignIn = tuple[str, str, str, str | None]


def demo() -> list[SignIn]:
    """Makes the outlet and returns its sign-ins. Raises DomainError `not_empty` when there are sales already."""
    now = clock.now()
    today = clock.day_of(now)
    first = today - timedelta(days=DAYS)
    story = Story(now=now, today=today, first=first)
    added = transaction(lambda: _set_up(story))
    story.actors = {person.username: people.actor_of(person) for person in people.everybody()}
    goods_days.plan(story)
    customers.plan(story)
    selling.plan(story)
    fairs.plan(story)
    month.plan(story)
    offers.plan(story)
    papers.plan(story)
    prices.plan(story)
    to_come.plan(story)
    agreement_story.plan(story)
    messages.plan(story)
    programme_files.plan(story)
    programme_years.plan(story)
    visitors.plan(story)
    story.happen()
    papers.make_mark(story)
    return [_sign_in(someone) for someone in added]


def sign_ins() -> list[SignIn]:
    """The sign-ins of a demonstration outlet; none of a real one."""
    if not fetch_one(select(Outlet.id).where(Outlet.demonstration)):
        return []
    return [_sign_in(someone) for someone in PEOPLE if people.by_username(someone.username)]


def _sign_in(someone: Someone) -> SignIn:
    return (someone.role.value, someone.username, someone.password, someone.pin)


def _set_up(story: Story) -> list[Someone]:
    if fetch_one(select(Sale.uid).limit(1)):
        raise DomainError("not_empty", N_("Điểm bán này đã có đơn bán của mình, không thêm dữ liệu minh họa vào được."))
    strangers = [p for p in PEOPLE if fetch_one(select(Person.id).where(Person.username == p.username))]
    if strangers:
        sentence = N_("Tên đăng nhập %(names)s đã có, không thêm dữ liệu minh họa vào được.")
        raise DomainError("not_empty", sentence, names=", ".join(person.username for person in strangers))
    with clock.time_travel(clock.midnight(story.first - timedelta(days=20)) + timedelta(hours=9)):
        manager = PEOPLE[0]
        if not setup.is_set_up():
            setup.first_run(goods.NAME, manager.username, manager.password, demonstration=True)
            (person,) = people.everybody()
            people.set_secret(person.id, pin=manager.pin, actor=SYSTEM)
            people.rename(person.id, manager.name, SYSTEM)
        else:
            people.add(manager.username, manager.name, manager.role, password=manager.password, pin=manager.pin, actor=SYSTEM)
            execute(update(Outlet).values(demonstration=True))
        outlet.put_outlet(goods.OUTLET, SYSTEM)
        for code, place in goods.PLACES.items():
            places.put_place(code, place, SYSTEM)
        for code, till in goods.TILLS.items():
            tills.put_till(code, till, SYSTEM)
        _producers(story)
        for someone in PEOPLE[1:]:
            people.add(
                someone.username, someone.name, someone.role, password=someone.password, pin=someone.pin,
                producer=someone.producer, actor=SYSTEM,
            )  # fmt: skip
    return list(PEOPLE)


def _producers(story: Story) -> None:
    """Producers, their products at the first prices, and what is agreed with them."""
    for code, producer in goods.PRODUCERS.items():
        producers.put_producer(code, producer, SYSTEM)
        for member, name in goods.MEMBERS.get(code, {}).items():
            registry.put_member(code, member, MemberRequest(name=f"{name} (minh họa)"), SYSTEM)
    for item in goods.ITEMS:
        products.put_product(item.code, goods.product(item, goods.opening_price(item)), SYSTEM)
    for number, agreed in goods.AGREEMENTS.items():
        agreements.put(number, agreed.request(story.first - timedelta(days=20), story.today), SYSTEM)
