"""A till that sells, takes back and moves cash, and sends each document again until it is acknowledged."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.outlet import Answer, Api, Shop, uid

FLOAT_VND = 5_000_000
PRICE_VND = 10_000


@dataclass
class Document:
    """What a till sends, and the first answer that it got."""

    kind: str
    uid: str
    path: str
    body: dict[str, Any]
    answer: bytes = b""

    def send(self, api: Api) -> Answer:
        """One try. Raises OSError or HTTPException when the server is gone."""
        return api.call("POST" if self.kind == "cash_move" else "PUT", self.path, self.body)


@dataclass
class RetryingTill:
    """One till with an open shift of its own, and what was acknowledged to it."""

    api: Api
    shop: Shop
    products: list[str]
    shift: str
    rng: random.Random
    acknowledged: list[Document] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    sales: list[Document] = field(default_factory=list)

    @classmethod
    def new(cls, shop: Shop, token: str, products: list[str], seed: int) -> RetryingTill:
        """A till of this shop whose cashier has opened a shift."""
        code, shift = shop.code("TK"), uid()
        shop.api.put(f"/api/v1/tills/{code}", {"name": code, "place": shop.place, "printer": "none:", "paper_mm": 80}).ok()
        api = shop.api.as_(token)
        api.put(f"/api/v1/shifts/{shift}", {"till": code, "opening_float_vnd": FLOAT_VND}).ok(201)
        return cls(api, shop, products, shift, random.Random(seed))

    def run(self) -> None:
        """Works until it is ended; the last document is acknowledged, too."""
        while not self.ended.is_set():
            document = self._next()
            self._acknowledge(document)
            if self.rng.random() < 0.05 and self.acknowledged:
                self.ask_again(self.rng.choice(self.acknowledged))

    def ask_again(self, document: Document) -> None:
        """Sends an acknowledged document again, which must bring its first answer, word for word."""
        answer = self._answered(document)
        if (answer.status, answer.body) != (200, document.answer):
            self.faults.append(f"{document.path} was {document.answer.decode()[:300]} and is {answer}")

    def _next(self) -> Document:
        document, kind = uid(), self.rng.choices(["sale", "refund", "cash_move"], [7, 2, 2])[0]
        if kind == "cash_move":
            move = {"uid": document, "kind": self.rng.choice(["in", "in", "out"]), "amount_vnd": 1_000, "reason": "tiền lẻ"}
            return Document(kind, document, f"/api/v1/shifts/{self.shift}/cash-moves", move)
        if kind == "refund" and self.sales:
            sale = self.sales.pop(self.rng.randrange(len(self.sales)))
            body = {"shift": self.shift, "sale": sale.uid, "slip": True, "method": "cash", "reason": "khách đổi ý",
                    "lines": [{"line": 1, "quantity": "1", "condition": "resell"}]}  # fmt: skip
            return Document(kind, document, f"/api/v1/refunds/{document}", body)
        products = self.rng.sample(self.products, 2)
        body = self.shop.sale(*[self.shop.line(p, str(self.rng.randint(1, 3)), PRICE_VND) for p in products], shift=self.shift)
        return Document("sale", document, f"/api/v1/sales/{document}", body)

    def _acknowledge(self, document: Document) -> None:
        answer = self._answered(document)
        if answer.status not in (200, 201):
            self.faults.append(f"{document.path}: {answer}")
            return
        document.answer = answer.body
        self.counts[document.kind] += 1
        self.counts["acknowledged_by_a_repeat"] += answer.status == 200
        self.acknowledged.append(document)
        if document.kind == "sale":
            self.sales.append(document)

    def _answered(self, document: Document) -> Answer:
        """The first answer that is more than `come again`."""
        while True:
            try:
                answer = document.send(self.api)
            except (OSError, http.client.HTTPException):
                self.counts["cut"] += 1
                time.sleep(0.05)
                continue
            if answer.status not in (429, 503):
                return answer
            self.counts["busy"] += 1
            time.sleep(0.2)
