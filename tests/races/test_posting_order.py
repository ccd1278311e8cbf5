"""Postings become visible in the order of their numbers: who asks for what came after one of them misses none."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import fetch_all, transaction
from core.people.actor import SYSTEM
from suppliers import book, producers
from suppliers.book import BookEntry
from suppliers.choices import BookKind, SourceKind
from suppliers.models import BookLine
from suppliers.requests import ProducerRequest

PRODUCER = "NSX1"


def test_a_later_posting_waits_for_the_commit_of_an_earlier_one(each_app: Flask) -> None:
    document = ProducerRequest(name="HTX Một", kind="cooperative", commune="Quế Võ")
    transaction(lambda: producers.put_producer(PRODUCER, document, SYSTEM))
    posted, overtaken = threading.Event(), threading.Event()

    def post(memo: str) -> None:
        book.post([BookEntry(PRODUCER, clock.today(), BookKind.ADJUSTMENT, SourceKind.ADJUSTMENT, memo, owed_vnd=1, memo=memo)])

    def earlier() -> bool:
        post("earlier")
        posted.set()
        return overtaken.wait(0.5)

    def later() -> None:
        posted.wait(5)
        with each_app.app_context():
            transaction(lambda: post("later"))
        overtaken.set()

    thread = threading.Thread(target=later)
    thread.start()
    assert not transaction(earlier), "a later posting was committed first"
    thread.join(10)
    assert [r["memo"] for r in fetch_all(select(BookLine.memo).order_by(BookLine.id))] == ["earlier", "later"]
