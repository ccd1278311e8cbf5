"""A second factor beside the password: codes of an app by time (TOTP, RFC 6238), and recovery codes that work once."""

from __future__ import annotations

import base64
import secrets
from datetime import timedelta

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, select, update

from core import clock
from core.db import audit, execute, fetch_one, transaction
from core.errors import Invalid, NotFound
from core.i18n import N_
from core.models import Person, RecoveryCode
from core.outlet import outlet_name
from core.people import rate_limits, sessions
from core.people.actor import Actor
from core.people.choices import SessionEnd
from core.people.hashing import keyed

STEP_S, WINDOW = 30, 1
"""A code is for 30 seconds; one step before and after is taken too, for clocks differ."""
RECOVERY_CODES, RECOVERY_LETTERS = 10, 28
"""28 letters of 31 are 138 bits: nobody tries that many, so a plain digest of them tells nothing."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_NONCE = 12
PATIENCE = timedelta(minutes=5)
"""How long after the password the code may come."""
FACTOR_ADDED, FACTOR_REMOVED, RECOVERY_USED = "second_factor.added", "second_factor.removed", "second_factor.recovery_used"


def new_secret() -> str:
    """A secret for a new app, in base 32."""
    return pyotp.random_base32()


def app_address(secret: str, username: str) -> str:
    """What an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=outlet_name() or "OCOP")


def add(person_id: int, secret: str, code: str, actor: Actor) -> list[str]:
    """Asks for codes of an app from now on and returns the recovery codes, which are shown this once. Call it in a transaction.

    It ends every session of this person. Raises Invalid for a code that the app would not show now.
    """
    step = _step_of(secret, code, None)
    if step is None:
        raise Invalid(("code", N_("Mã chưa đúng. Xem lại giờ của điện thoại rồi gõ mã đang hiện.")))
    execute(update(Person).where(Person.id == person_id).values(totp_secret=_sealed(person_id, secret), totp_step=step))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]
    execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    sessions.end_all(person_id, actor, SessionEnd.SECRET_CHANGED)
    execute(insert(RecoveryCode), [{"digest": _digest(person_id, one), "person_id": person_id} for one in codes])
    audit.note(actor, FACTOR_ADDED, _username(person_id))
    return ["-".join(one[n : n + 4] for n in range(0, RECOVERY_LETTERS, 4)) for one in codes]


def remove(person_id: int, actor: Actor) -> None:
    """Asks for the password alone from now on and ends every session. Call it in a transaction. Raises NotFound."""
    username = _username(person_id)
    execute(update(Person).where(Person.id == person_id).values(totp_secret=None, totp_step=None))
    execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    sessions.end_all(person_id, actor, SessionEnd.SECRET_CHANGED)
    audit.note(actor, FACTOR_REMOVED, username)


def prove(person_id: int, code: str, actor: Actor) -> bool:
    """Whether this is the person's code of the moment, or a recovery code; either serves once. Call it outside a transaction.

    Raises TooMany after too many wrong ones.
    """
    plain = "".join(c for c in code.lower() if c.isalnum())
    with rate_limits.attempt(rate_limits.Kind.PASSWORD, actor.name) as answer:
        if transaction(lambda: _use(person_id, plain, actor)):
            answer.append(True)
    return bool(answer)


def _use(person_id: int, code: str, actor: Actor) -> bool:
    person = fetch_one(select(Person.totp_secret, Person.totp_step).where(Person.id == person_id).with_for_update())
    if person is None or person["totp_secret"] is None:
        return False
    try:
        secret = _opened(person_id, person["totp_secret"])
    except (InvalidTag, ValueError):  # the outlet's key is another one now; a recovery code does not help either
        return False
    step = _step_of(secret, code, person["totp_step"])
    if step is not None:
        execute(update(Person).where(Person.id == person_id).values(totp_step=step))
        return True
    unused = RecoveryCode.digest == _digest(person_id, code), RecoveryCode.used_at.is_(None)
    if execute(update(RecoveryCode).where(*unused).values(used_at=clock.now())):
        audit.note(actor, RECOVERY_USED, actor.name)
        return True
    return False


def _step_of(secret: str, code: str, last: int | None) -> int | None:
    """The step of time whose code this is, unless it is no later than the last one that was used."""
    app, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP_S
    steps = [step for step in range(now - WINDOW, now + WINDOW + 1) if last is None or step > last]
    return next((step for step in steps if secrets.compare_digest(app.generate_otp(step).encode(), code.encode())), None)


def _username(person_id: int) -> str:
    person = fetch_one(select(Person.username).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    return str(person["username"])


def _digest(person_id: int, code: str) -> str:
    return keyed(f"recovery {person_id}", code)


def _sealed(person_id: int, secret: str) -> str:
    """A secret of an app, sealed with a key of the outlet's secret for this person: the database alone gives no codes away."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, secret.encode(), str(person_id).encode())).decode()


def _opened(person_id: int, sealed: str) -> str:
    """Raises InvalidTag and ValueError for what this outlet has not sealed for this person."""
    raw = base64.b64decode(sealed, validate=True)
    return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], str(person_id).encode()).decode()


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(keyed("second factor", "")))
