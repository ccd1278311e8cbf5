"""What the simulator sells: invented producers, products and agreements, recorded through the ordinary verbs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from core import clock
from core.people.actor import Actor
from core.people.permits import Role
from core.quantity import Milli
from inventory import places
from inventory.choices import PlaceKind
from inventory.requests import PlaceRequest
from pos import tills
from pos.requests import TillRequest
from suppliers import producers, products
from suppliers.agreements import recording
from suppliers.agreements.requests import AgreementRequest, LossBearers, TermRequest
from suppliers.choices import Basis, Bearer, CommissionBase, ProducerKind, VatClass, VatKeeper
from suppliers.requests import ProducerRequest, ProductRequest

SIMULATOR = Actor(name="sim", role=Role.MANAGER)
COMMUNES = ("Đại Xuân", "Chi Lăng", "Bồng Lai", "Phù Lãng", "Quế Tân", "Việt Hùng", "Nhân Hòa", "Hán Quảng", "Cách Bi", "Yên Giả")
KINDS = (
    ProducerKind.COOPERATIVE,
    ProducerKind.COOPERATIVE,
    ProducerKind.GROUP,
    ProducerKind.ENTERPRISE,
    ProducerKind.HOUSEHOLD,
)
VATS = (VatClass.NOT_DECLARED, VatClass.EXEMPT, VatClass.FIVE, VatClass.EIGHT, VatClass.EIGHT, VatClass.TEN)
NAMES = ("Gạo", "Khoai", "Dưa", "Bánh đa", "Mỳ gạo", "Chuối", "Gốm", "Mật ong", "Tương", "Trà")
LOSSES_SHARED, LOSSES_OF_PRODUCER = LossBearers(expiry=Bearer.SHARED), LossBearers(expiry=Bearer.PRODUCER)
TERMS = (
    TermRequest(basis=Basis.COMMISSION, rate_bp=1500, discount_bearer=Bearer.OUTLET, loss=LOSSES_OF_PRODUCER),
    TermRequest(
        basis=Basis.COMMISSION, rate_bp=1250, discount_bearer=Bearer.SHARED, commission_base=CommissionBase.WITHOUT_VAT,
        vat_kept_by=VatKeeper.OUTLET, loss_allowance_bp=200,
    ),
    TermRequest(basis=Basis.COMMISSION, rate_bp=2000, discount_bearer=Bearer.PRODUCER, loss=LOSSES_SHARED),
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
    product_set: int | None

    def quantity(self, dice: random.Random) -> Milli:
        """How much somebody buys, in thousandths: pieces, or weight to 10 g."""
        return Milli(dice.randint(20, 300) * 10 if self.places else dice.choice((1, 1, 1, 2, 2, 3)) * 1000)


class Shop:
    """What stays the same all days: the place and tills of a run, what is sold there, and how well."""

    def __init__(self, run: str, seed: int, goods: Sequence[Goods], tills: Sequence[str], sales_per_day: int) -> None:
        self.run, self.seed, self.goods, self.tills, self.sales_per_day = run, seed, goods, tills, sales_per_day
        self.cumulated = list(accumulate(1 / (n + 3) for n in range(len(goods))))

    def demand(self, goods: Goods, days: int) -> Milli:
        """Roughly how much of a product sells in some days."""
        share = 1 / (goods.rank + 3) / self.cumulated[-1]
        return Milli((int(self.sales_per_day * 4 * share * days * 2) + 3) * 1000)


def set_up(run: str, products: int, producers: int, seed: int, first: date, sales_per_day: int) -> Shop:
    """Records place, tills, producers, products and agreements the day before `first`."""
    dice = random.Random(f"{seed}/{run}/goods")  # noqa: S311  # a repeatable history, not a secret
    with clock.time_travel(clock.midnight(first - timedelta(days=1))):
        places.put_place(run, PlaceRequest(name=f"Quầy mô phỏng {run}", kind=PlaceKind.SHOP), SIMULATOR)
        codes = [f"{run}-T{n}" for n in (1, 2)]
        for code in codes:
            tills.put_till(code, TillRequest(name=f"Máy mô phỏng {code}", place=run), SIMULATOR)
        for n in range(producers):
            _producer(run, n, first)
        goods = [_product(run, n, n % producers, dice) for n in range(products)]
    return Shop(run, seed, goods, codes, sales_per_day)


def _producer(run: str, n: int, first: date) -> None:
    code = f"{run}-N{n + 1:03d}"
    commune = COMMUNES[n % len(COMMUNES)]
    kind = KINDS[n % len(KINDS)]
    producer = ProducerRequest(name=f"Nhà sản xuất mô phỏng {n + 1}, {commune}", kind=kind, commune=commune)
    producers.put_producer(code, producer, SIMULATOR)
    agreement = {"producer": code, "starts_on": (first - timedelta(days=30)).isoformat(), "terms": [TERMS[n % len(TERMS)]]}
    recording.put(f"{run}-HD{n + 1:03d}", AgreementRequest.model_validate(agreement), SIMULATOR)


def _product(run: str, n: int, producer: int, dice: random.Random) -> Goods:
    """Records a product. The `n`th is the `n`th best sold."""
    code = f"{run}-P{n + 1:04d}"
    weighed = dice.random() < 0.3
    product = ProductRequest(
        name=f"{NAMES[n % len(NAMES)]} mô phỏng {n + 1}",
        producer=f"{run}-N{producer + 1:03d}",
        unit="kg" if weighed else dice.choice(("hộp", "gói", "lọ", "túi")),
        places=3 if weighed else 0,
        price_vnd=dice.randint(15, 250) * 1000,
        vat=dice.choice(VATS),
        set=dice.choice((1, 3, 6, 7, 21)),
        shelf_life_days=dice.choice((10, 30, 90, 180, None)),
    )
    products.put_product(code, product, SIMULATOR)
    return Goods(code, product.producer, n, product.price_vnd, product.vat, product.places, product.shelf_life_days, product.set)
