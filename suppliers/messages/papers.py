"""What producers are told about papers that end: the OCOP certificate of a product, a quarter before and a month before."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from core import clock
from core.db import Row, fetch_all, transaction
from core.db.outbox import hourly
from core.i18n import gettext as _
from core.text.formats import day as day_words
from suppliers.choices import ProducerMessageKind
from suppliers.messages.reading import told_about
from suppliers.messages.sending import send
from suppliers.models import Product

DAYS_BEFORE = (30, 90)
"""A paper is told of once when so many days are left of it, the fewest first."""


@hourly
def tell_of_ending_papers() -> None:
    """Tells producers whose certificates end soon, of each twice."""
    if _untold(clock.today()):
        transaction(_tell)


def _tell() -> None:
    today = clock.today()
    for product in _untold(today):
        send(
            product["producer_code"],
            ProducerMessageKind.PAPER,
            lambda product=product: _(  # type: ignore[misc]
                "Giấy chứng nhận OCOP số %(number)s của %(product)s hết giá trị ngày %(day)s."
                " Sau ngày đó không hiện hạng sao nữa.",
                number=product["certificate_number"],
                product=product["name"],
                day=day_words(product["certificate_valid_until"]),
            ),
            about=_about(product, today),
        )


def _untold(today: date) -> list[Row]:
    """The products whose certificates end soon and whose producers have not heard of it."""
    columns = (Product.code, Product.name, Product.producer_code, Product.certificate_number, Product.certificate_valid_until)
    ends = Product.certificate_valid_until
    query = select(*columns).where(ends >= today, ends <= today + timedelta(days=max(DAYS_BEFORE)), ~Product.retired)
    ending = fetch_all(query.order_by(ends, Product.code))
    told = told_about([_about(product, today) for product in ending], ProducerMessageKind.PAPER)
    return [product for product in ending if _about(product, today) not in told]


def _about(product: Row, today: date) -> str:
    """The paper, its end, and how near that is."""
    ends: date = product["certificate_valid_until"]
    near = next(days for days in DAYS_BEFORE if (ends - today).days <= days)
    return f"certificate/{product['code']}/{ends.isoformat()}/{near}"
