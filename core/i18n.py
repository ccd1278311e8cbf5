"""Languages: Vietnamese sentences are the message ids, English stands in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cached_property
from typing import Any

from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, Domain, force_locale, get_locale
from flask_babel import gettext as _gettext

from core.paths import ROOT


class Language(StrEnum):
    """The languages of screens and papers."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


Reword = Callable[[str], str]
"""Says a message, before its values are in it, in the words of whom it is for."""
_rewording: ContextVar[Reword | None] = ContextVar("rewording", default=None)


class _Reworded:
    """A catalogue whose messages are reworded."""

    def __init__(self, catalogue: Any, reword: Reword) -> None:
        self._catalogue, self._reword = catalogue, reword

    def ugettext(self, text: str) -> str:
        return self._reword(self._catalogue.ugettext(text))

    def ungettext(self, singular: str, plural: str, n: int) -> str:
        return self._reword(self._catalogue.ungettext(singular, plural, n))

    def upgettext(self, context: str, text: str) -> str:
        return self._reword(self._catalogue.upgettext(context, text))

    def unpgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return self._reword(self._catalogue.unpgettext(context, singular, plural, n))


class _Catalogues(Domain):  # type: ignore[misc]  # flask_babel has no types
    """The catalogues, read once in a process; what is said now is reworded for whom it is for."""

    def get_translations(self) -> Any:
        catalogue = super().get_translations()
        reword = _rewording.get() or (g.get("reword") if has_app_context() else None)
        return catalogue if reword is None else _Reworded(catalogue, reword)


class _Babel(Babel):  # type: ignore[misc]  # flask_babel has no types
    @cached_property
    def domain_instance(self) -> Domain:
        return _Catalogues(domain=self.domain)


babel = _Babel()


def N_(text: str) -> str:
    """Marks a message id that is translated later."""
    return text


def gettext(text: str, **values: object) -> str:
    """A message in the present language, for modules that know nothing of Flask; Vietnamese outside an application."""
    return str(_gettext(text, **values))


def present_language() -> str:
    """What `gettext` speaks now; Vietnamese outside an application."""
    return str(get_locale() or Language.VIETNAMESE)


def choose_language() -> str:
    """The language of this request: the person's choice, else what a program asks for, else Vietnamese.

    Who is signed in has chosen for all their devices, a stranger for this one.
    Browsers send `Accept-Language: en-US` unasked, so pages go by the person's choice alone; pages for visitors, who have a
    button for it, say themselves what their reader speaks (`g.visitor_language`).
    """
    if not has_request_context():
        return Language.VIETNAMESE
    if request.path.startswith("/api/"):
        accepted = (name.partition("-")[0].lower() for name, quality in request.accept_languages if quality)
        return next((name for name in accepted if name in set(Language)), Language.VIETNAMESE)
    visitors = g.get("visitor_language")
    if visitors in set(Language):
        return str(visitors)
    chosen = g.get("own_language") or session.get("language")
    return chosen if chosen in set(Language) else Language.VIETNAMESE


def in_language(language: str) -> AbstractContextManager[None]:
    """Inside, `gettext` speaks this language whoever is asking: papers are written in the outlet's, never in the reader's.

    Outside an application everything is Vietnamese.
    """
    forced: AbstractContextManager[None] = force_locale(language)
    return forced


@contextmanager
def reworded(reword: Reword) -> Iterator[None]:
    """Inside, all messages are said so, whoever is asking; outside an application nothing is reworded."""
    token = _rewording.set(reword)
    try:
        yield
    finally:
        _rewording.reset(token)


def reword_request(reword: Reword | None) -> None:
    """All messages of this request, what its templates say too, are said so; None: as they stand."""
    g.reword = reword


def init_app(app: Flask) -> None:
    """Sets the catalogues and the choice of language."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=Language.VIETNAMESE.value,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "core" / "translations"),
    )
    babel.init_app(app, locale_selector=choose_language)
