"""Which passwords and PINs are too easily guessed (OWASP ASVS 5: 6.2.1, 6.2.4, 6.2.11)."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from core.errors import Invalid
from core.i18n import N_
from core.people.permits import Role
from core.text.search_fold import fold

PASSWORD_MIN, PASSWORD_MAX = 8, 200
PIN_MIN, PIN_MAX, MANAGERS_PIN_MIN = 4, 8, 6
_TAIL = 4
"""So many digits and signs at the end make no other password of a common one: `password123!`."""
_COMMON_HERE = frozenset(
    {"matkhau", "matkhau1", "matkhaudai", "vietnam", "anhyeuem", "emyeuanh", "yeuem", "khongcho", "khongbiet", "abcd1234",
     "nguyen", "1qaz2wsx", "zaq12wsx", "hanoi", "saigon", "tphcm", "bacninh", "ngocanh", "minhanh", "tinhyeu", "giadinh",
     "hanhphuc"}
)  # fmt: skip
"""What people here choose first; the list of `zxcvbn` knows English better."""
PLACE_WORDS = (
    "ocop",
    "diem ban",
    "cua hang",
    "htx",
    "hop tac xa",
    "quan ly",
    "thu ngan",
    "thu kho",
    "outlet",
    "manager",
    "admin",
)
"""Words of every outlet (folded), beside its own name and those of its people."""


class WeakSecret(Invalid):
    """A password or PIN that is soon guessed, or that does not fit its field. `code` is `weak_password` or `weak_pin`."""

    def __init__(self, code: str, field: str, sentence: str, **values: object) -> None:
        super().__init__((field, sentence, values))
        self.code = code
        self.sentence, self.values = sentence, values


def check_password(password: str, words: Iterable[str | None], *, field: str = "password") -> None:
    """Raises WeakSecret for a password that is short, long, common, or nothing but a word of the place.

    `words` are those an attacker knows: the outlet's name, the person's names.
    """

    def refuse(sentence: str, values: Mapping[str, object] | None = None) -> WeakSecret:
        return WeakSecret("weak_password", field, sentence, **(values or {}))

    if len(password) < PASSWORD_MIN:
        raise refuse(N_("Mật khẩu cần ít nhất %(n)s ký tự."), {"n": PASSWORD_MIN})
    if len(password) > PASSWORD_MAX:
        raise refuse(N_("Mật khẩu dài tối đa %(n)s ký tự."), {"n": PASSWORD_MAX})
    if len(set(password)) < 3 or _is_run(password) or _spellings(password) & _common():
        raise refuse(N_("Mật khẩu này nhiều người dùng nên rất dễ đoán. Hãy chọn mật khẩu khác."))
    known = {_letters(word) for text in (*PLACE_WORDS, *words) if text for word in (text, *text.split())} - {""}
    if {_letters(spelling) for spelling in _spellings(password)} & known:
        raise refuse(N_("Mật khẩu không được chỉ là tên điểm bán, tên người hay tên đăng nhập."))


def check_pin(pin: str, role: Role, *, field: str = "pin") -> None:
    """Raises WeakSecret unless a PIN is four to eight digits, a manager's at least six, that are not guessed first."""
    if not (PIN_MIN <= len(pin) <= PIN_MAX and pin.isascii() and pin.isdigit()):
        raise WeakSecret("weak_pin", field, N_("PIN gồm 4 đến 8 chữ số."))
    if role is Role.MANAGER and len(pin) < MANAGERS_PIN_MIN:
        raise WeakSecret("weak_pin", field, N_("PIN của quản lý cần ít nhất 6 chữ số."))
    if _is_run(pin) or _is_repeated(pin):
        raise WeakSecret("weak_pin", field, N_("PIN này dễ đoán (như 1111, 1234, 1212). Hãy chọn PIN khác."))


def _is_run(text: str) -> bool:
    """Whether each character follows the one before it, upwards or downwards: `1234`, `9876`."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1})


def _is_repeated(text: str) -> bool:
    """Whether a text is one part again and again: `1111`, `1212`, `123123`."""
    return text in (text + text)[1:-1]


def _spellings(password: str) -> set[str]:
    """A password as the list of common ones may spell it: in small letters, without what is often put behind it."""
    small = password.lower()
    tail = small.rstrip(string.digits + string.punctuation + " ")
    return {small, tail} if tail and len(small) - len(tail) <= _TAIL else {small}


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # loaded when the first password is chosen: it takes some MB

    return frozenset(FREQUENCY_LISTS["passwords"]) | _COMMON_HERE
