"""Refusals (403) of a known person or program stand in the audit trail: what was asked for, by whom, from where.

A storm of them leaves no storm of lines: the first of each actor and route in a minute is written, with how many came
since the line before, and no more than MOST_A_MINUTE of one actor.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from flask import Response, current_app, g, request
from sqlalchemy.exc import OperationalError

from core import audit_actions
from core.db import audit, transaction
from core.people.actor import Actor

MINUTE_S = 60
MOST_A_MINUTE = 10
_log = logging.getLogger(__name__)


@dataclass
class _Refused:
    """What one actor was refused: when each route was last written and how often it came since."""

    written: dict[str, float] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)


_counting = threading.Lock()


def note_refusal(answer: Response) -> Response:
    """Logs what is refused, and writes a refusal of a permit once its answer has gone out: nobody waits for it."""
    actor: Actor | None = g.get("actor")
    # Without an address nobody asked: the server prepares its own refusals.
    if 400 <= answer.status_code < 500 and answer.status_code != 404 and request.remote_addr:
        who, code = actor.name if actor else "a stranger", g.get("refused_code", "-")
        asked = request.url_rule.rule if request.url_rule else "-"
        _log.info("refused %s %s: %s %s by %s at %s", answer.status_code, code, request.method, asked, who, request.remote_addr)
    if answer.status_code != 403 or actor is None or request.url_rule is None:
        return answer
    asked = f"{request.method} {request.url_rule.rule}"
    times = _claim(actor.name, asked)
    if times:
        app, address = current_app._get_current_object(), request.remote_addr  # type: ignore[attr-defined]

        def record() -> None:
            try:
                with app.app_context():
                    transaction(lambda: audit.note(actor, audit_actions.ACCESS_REFUSED, asked, times=times, address=address))
            except OperationalError as error:
                _log.warning("a refusal of %s is not recorded: %s", actor.name, error.orig)

        answer.call_on_close(record)
    return answer


def _claim(name: str, asked: str) -> int:
    """How many refusals a line written now stands for; 0 when none is to be written yet."""
    now = time.monotonic()
    with _counting:
        refused: dict[str, _Refused] = current_app.extensions.setdefault("outlet_refusals", {})
        of_actor = refused.setdefault(name, _Refused())
        of_actor.since[asked] = of_actor.since.get(asked, 0) + 1
        lately = [route for route, at in of_actor.written.items() if now - at < MINUTE_S]
        if asked in lately or len(lately) >= MOST_A_MINUTE:
            return 0
        of_actor.written[asked] = now
        return of_actor.since.pop(asked)
