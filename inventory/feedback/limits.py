"""How often a stranger may speak: by address and lot, by address, and of one lot from everywhere.

What is counted is kept with the wrong tries of secrets, under a keyed digest of the address, and forgotten after a day.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, insert, select

from core import clock
from core.db import advisory_lock, execute, fetch_one
from core.errors import TooMany
from core.i18n import N_
from core.models import Attempt
from core.people.hashing import keyed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_OF_LOT_AND_ADDRESS, MOST_OF_ADDRESS, MOST_OF_LOT = 3, 10, 60
"""Of one lot from one address in an hour; of all lots from one address in a day; of one lot from all addresses in a day."""


def count(address: str, lot: str) -> None:
    """Counts what a stranger is about to say; call it in the transaction that records it. Raises TooMany."""
    advisory_lock("feedback")
    who = keyed("feedback", address)[:16]
    limits = (
        (f"feedback {who} {lot}", MOST_OF_LOT_AND_ADDRESS, HOUR),
        (f"feedback {who}", MOST_OF_ADDRESS, DAY),
        (f"feedback {lot}", MOST_OF_LOT, DAY),
    )
    now = clock.now()
    for subject, most, span in limits:
        found = fetch_one(select(func.count()).select_from(Attempt).where(Attempt.subject == subject, Attempt.at > now - span))
        if found and found["count_1"] >= most:
            raise TooMany(N_("Đã nhận nhiều lời từ đây rồi. Hãy thử lại sau, hoặc gọi điểm bán."))
    execute(insert(Attempt), [{"subject": subject, "at": now} for subject, _most, _span in limits])
