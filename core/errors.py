"""Refusals: small classes with a stable code that know nothing of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from core.i18n import N_


class DomainError(Exception):
    """A rule of the outlet said no. `code` is stable for programs; `sentence` is a message id for people."""

    code = "refused"
    status = 409

    def __init__(self, code: str, sentence: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.values = values

    @property
    def detail(self) -> str:
        """The sentence in the reader's language."""
        return str(gettext(self.sentence, **self.values))

    @property
    def facts(self) -> Mapping[str, object]:
        """What programs are told besides, by name."""
        return {}

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong with which field, `[{"field", "message"}]`; empty when no field is to blame."""
        return []


class NotFound(DomainError):
    """What the address names does not exist, or not for this person."""

    status = 404

    def __init__(self, sentence: str = N_("Không tìm thấy."), **values: Any) -> None:
        super().__init__("not_found", sentence, **values)


class Forbidden(DomainError):
    """The one who asks may do such a thing, but not here."""

    status = 403


class TooMany(DomainError):
    """Too many failed attempts; try again later."""

    status = 429

    def __init__(self, sentence: str = N_("Sai quá nhiều lần. Hãy đợi vài phút rồi thử lại."), **values: Any) -> None:
        super().__init__("too_many_attempts", sentence, **values)


FieldError = tuple[str, str] | tuple[str, str, Mapping[str, object]]
"""A field, the message about it, and what the message's places are filled with."""


class Invalid(DomainError):
    """The document contradicts itself or names what does not exist: one message per field."""

    status = 422

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("invalid", N_("Có ô chưa đúng; chưa lưu gì cả."))
        self._errors = errors

    def within(self, part: str) -> Invalid:
        """The same refusal, of a document that holds the refused one as `part`."""
        return Invalid(*((f"{part}.{error[0]}", *error[1:]) for error in self._errors))

    @property
    def errors(self) -> list[dict[str, str]]:
        """`[{"field", "message"}]` in the reader's language."""
        return [{"field": e[0], "message": str(gettext(e[1], **(e[2] if len(e) > 2 else {})))} for e in self._errors]
