"""Answers to requests that never reach the application: too large, too many, too slow, not HTTP.

They are made once at the start, in each language for programs and as pages for people: a crowd must cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from core.i18n import N_, Language
from core.server.request import Reply, Request
from core.server.wsgi_call import as_reply
from core.web.error_responses import Problem, refuse

RETRY_AFTER_S = 2


class Refusal(Problem):
    """A refusal of the server, `retry_after_s` seconds before another try makes sense."""

    def __init__(self, status: int, code: str, sentence: str, retry_after_s: int | None = None) -> None:
        super().__init__(status, code, sentence)
        self.retry_after_s = retry_after_s


BAD_REQUEST = Refusal(400, "bad_request", N_("Không đọc được yêu cầu."))
TOO_LARGE = Refusal(413, "too_large", N_("Nội dung gửi lên quá lớn."))
HEAD_TOO_LARGE = Refusal(431, "head_too_large", N_("Nội dung gửi lên quá lớn."))
TOO_MANY = Refusal(429, "too_many_requests", N_("Máy chủ đang có quá nhiều yêu cầu. Hãy thử lại sau ít giây."), RETRY_AFTER_S)
TOO_BUSY = Refusal(503, "busy", N_("Máy chủ đang bận. Hãy thử lại; chưa lưu gì cả."), RETRY_AFTER_S)
ALL = (BAD_REQUEST, TOO_LARGE, HEAD_TOO_LARGE, TOO_MANY, TOO_BUSY)


@dataclass(frozen=True)
class Refusals:
    """The ready answers by code and by who reads them: a language of programs, or None for a page."""

    replies: dict[tuple[str, Language | None], Reply]

    def reply(self, refusal: Refusal, request: Request | None) -> Reply:
        """The answer to a request; None stands for one that could not be read."""
        reader: Language | None = Language.VIETNAMESE
        if request is not None and not request.is_program and b"json" not in request.header(b"content-type"):
            reader = None
        elif request is not None and request.header(b"accept-language").startswith(b"en"):
            reader = Language.ENGLISH
        return self.replies[refusal.code, reader]


def prepare(app: Flask, *, is_tls: bool = False) -> Refusals:
    """Lets the application write every refusal once, with the headers of an answer over TLS where the server speaks it."""
    return Refusals({(r.code, reader): _written(app, r, reader, is_tls) for r in ALL for reader in (*Language, None)})


def _written(app: Flask, refusal: Refusal, reader: Language | None, is_tls: bool) -> Reply:
    path, headers = ("/", {}) if reader is None else ("/api/v1/", {"Accept-Language": reader.value})
    scheme = "https" if is_tls else "http"
    with app.test_request_context(path, headers=headers, environ_overrides={"wsgi.url_scheme": scheme}):
        answer = app.process_response(app.make_response(refuse(refusal)))
        del answer.headers["Set-Cookie"]  # what the page of one would be a session of all
        if refusal.retry_after_s is not None:
            answer.headers["Retry-After"] = str(refusal.retry_after_s)
        return as_reply(refusal.status, answer.headers.items(), answer.get_data())
