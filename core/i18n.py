"""Languages: Vietnamese sentences are the message ids, English stands in the catalogue."""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import StrEnum

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale
from flask_babel import gettext as _gettext

from core.paths import ROOT


class Language(StrEnum):
    """The languages of screens and papers."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


babel = Babel()


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
    Browsers send `Accept-Language: en-US` unasked, so pages go by the person's choice alone.
    """
    if not has_request_context():
        return Language.VIETNAMESE
    if request.path.startswith("/api/"):
        accepted = (name.partition("-")[0].lower() for name, quality in request.accept_languages if quality)
        return next((name for name in accepted if name in set(Language)), Language.VIETNAMESE)
    chosen = g.get("own_language") or session.get("language")
    return chosen if chosen in set(Language) else Language.VIETNAMESE


def in_language(language: str) -> AbstractContextManager[None]:
    """Inside, `gettext` speaks this language whoever is asking: papers are written in the outlet's, never in the reader's.

    Outside an application everything is Vietnamese.
    """
    forced: AbstractContextManager[None] = force_locale(language)
    return forced


def init_app(app: Flask) -> None:
    """Sets the catalogues and the choice of language."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=Language.VIETNAMESE.value,
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "core" / "translations"),
    )
    babel.init_app(app, locale_selector=choose_language)
