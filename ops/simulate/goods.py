"""What the simulator sells: invented producers, products and agreements, recorded through the ordinary verbs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from core import clock
from core.db import execute
from core.people.actor import Actor
from core.people.permits import Role
from core.quantity import Milli
from inventory import places
from inventory.requests import PlaceRequest
from pos.models import Till
from suppliers import agreements, producers, products
from suppliers.agreements import terms_of
from suppliers.commission import Term, choose
from suppliers.requests import AgreementRequest, ProducerRequest, ProductRequest

SIMULATOR = Actor(name="sim", role=Role.MANAGER)
COMMUNES = ("Đại Xuân", "Chi Lăng", "Bồng Lai", "Phù Lãng", "Quế Tân", "Việt Hùng", "Nhân Hòa", "Hán Quảng", "Cách Bi", "Yên Giả")
KINDS = ("cooperative", "cooperative", "group", "enterprise", "household")
WORDS = ("Gạo", "Khoai", "Dưa", "Bánh đa", "Mỳ gạo", "Chuối", "Gốm", "Mật ong", "Tương", "Trà")
TERMS: Sequence[dict[str, Any]] = (
    {"basis": "commission", "rate_bp": 1500, "discount_bearer": "outlet", "loss": {"expiry": "producer"}},
    {
        "basis": "commission", "rate_bp": 1250, "discount_bearer": "shared", "commission_base": "without_vat",
        "vat_kept_by": "outlet", "loss_allowance_bp": 200,
    },
    {"basis": "commission", "rate_bp": 2000, "discount_bearer": "producer", "loss": {"expiry": "shared"}},
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Goods:
    """A product as the simulator needs it. `rank` 0 sells best."""

    code: str
    producer: str
    rank: int
    price_vnd: int
    vat: str
    places: int
    shelf_life_days: int | None
    term: Term

    def quantity(self, dice: random.Random) -> Milli:
        """How much somebody buys, in thousandths: pieces, or weight to 10 g."""
        return Milli(dice.randint(20, 300) * 10 if self.places else dice.choice((1, 1, 1, 2, 2, 3)) * 1000)


def set_up(run: str, products: int, producers: int, seed: int, first: date) -> tuple[list[Goods], list[str]]:
    """Records place, tills, producers, products and agreements the day before `first`; the goods and the tills' codes."""
    dice = random.Random(f"{seed}/{run}/goods")  # noqa: S311  # a repeatable history, not a secret
    with clock.time_travel(clock.midnight(first - timedelta(days=1))):
        places.put_place(run, PlaceRequest(name=f"Quầy mô phỏng {run}", kind="shop"), SIMULATOR)
        tills = [f"{run}-T{n}" for n in (1, 2)]
        for till in tills:
            paper = {"printer": "none:", "paper_mm": 80}
            execute(insert(Till), {"code": till, "name": f"Máy mô phỏng {till}", "place_code": run, **paper})
        for n in range(producers):
            _producer(run, n, first)
        recorded = [_product(run, n, n % producers, dice) for n in range(products)]
        terms = terms_of({f"{run}-N{n + 1:03d}" for n in range(producers)})
    goods = []
    for rank, (code, document) in enumerate(recorded):
        term = choose(terms[document.producer], code, document.set, first)
        assert term is not None
        d = document
        goods.append(Goods(code, d.producer, rank, d.price_vnd, d.vat, d.places, d.shelf_life_days, term))
    return goods, tills


def _producer(run: str, n: int, first: date) -> None:
    code = f"{run}-N{n + 1:03d}"
    commune = COMMUNES[n % len(COMMUNES)]
    producer = {"name": f"Nhà sản xuất mô phỏng {n + 1}, {commune}", "kind": KINDS[n % len(KINDS)], "commune": commune}
    producers.put_producer(code, ProducerRequest.model_validate(producer), SIMULATOR)
    agreement = {"producer": code, "starts_on": (first - timedelta(days=30)).isoformat(), "terms": [TERMS[n % len(TERMS)]]}
    agreements.put(f"{run}-HD{n + 1:03d}", AgreementRequest.model_validate(agreement), SIMULATOR)


def _product(run: str, n: int, producer: int, dice: random.Random) -> tuple[str, ProductRequest]:
    code = f"{run}-P{n + 1:04d}"
    weighed = dice.random() < 0.3
    document = ProductRequest.model_validate(
        {
            "name": f"{WORDS[n % len(WORDS)]} mô phỏng {n + 1}",
            "producer": f"{run}-N{producer + 1:03d}",
            "unit": "kg" if weighed else dice.choice(("hộp", "gói", "lọ", "túi")),
            "places": 3 if weighed else 0,
            "price_vnd": dice.randint(15, 250) * 1000,
            "vat": dice.choice(("KKKNT", "KCT", "5", "8", "8", "10")),
            "set": dice.choice((1, 3, 6, 7, 21)),
            "shelf_life_days": dice.choice((10, 30, 90, 180, None)),
        }
    )
    products.put_product(code, document, SIMULATOR)
    return code, document
