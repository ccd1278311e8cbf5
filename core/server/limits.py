"""What a client may ask of the server: sizes in bytes, times in seconds, numbers of connections."""

from __future__ import annotations

import re

MAX_HEAD = 65_536
MAX_HEADERS = 100
HEAD_S = 10
"""From a request's first byte, or from the connection, to the end of its head."""
MIN_BODY, BODY_S = 10_000, 10
"""A body brings at least so many bytes in so many seconds until it is whole."""
MIN_READ, READ_S = 10_000, 10
"""A client takes at least so many bytes of an answer in so many seconds until it has all."""
KEEP_ALIVE_S = 75
"""How long a connection may rest between two requests."""
DISCARD_S, DISCARD_PAUSE_S, MAX_DISCARDED = 10, 0.02, 64 * 1024 * 1024
"""A refused client that still sends is listened to so long: before its end it would not read the answer."""
REFUSE_S = 0.1
"""A full lane answers after so long: a client that asks again at once would ask a thousand times a second."""
MOST_PIPELINED = 32

MAX_BODY, MAX_FORM, MAX_FILE = 1_000_000, 64_000, 24_000_000
MAX_VALUES = 10_000
"""Fields of a form or values of a document; an agreement of 500 terms has some 7,000."""
LARGE_BODY = 32_000
"""From so many bytes on a body waits behind other large ones: reading it would hold up the tills' small ones."""
_FORMS = (b"application/x-www-form-urlencoded", b"multipart/form-data")
_TAKES_FILE = re.compile(rb"/api/v1/(?:files/|imports$)")
_FORM_TAKES_PICTURE = re.compile(rb"/settings/slips")
_FORM_TAKES_FILES = re.compile(rb"/(?:products|stock|news|imports)(?:/|$)")

PER_ADDRESS = 64
"""Connections of one address; beyond them its oldest idle or unfinished one is closed."""
MOST_CONNECTIONS = 2_000
SPARE_DESCRIPTORS = 120
"""Descriptors of the process that are no connections: databases, printers, files."""
MAX_UNSENT = 32_000_000
"""Bytes of answers that wait in memory for the slow readers of one address."""


def max_body(target: bytes, content_type: bytes, *, is_stranger: bool = False) -> int:
    """How many bytes the body of a request may have (contract §18); a stranger sends no file."""
    if _TAKES_FILE.match(target):
        return MAX_BODY if is_stranger else MAX_FILE
    if not is_form(content_type):
        return MAX_BODY
    if is_multipart(content_type) and not is_stranger and _FORM_TAKES_FILES.match(target):
        return MAX_FILE
    return MAX_BODY if _FORM_TAKES_PICTURE.match(target) else MAX_FORM


def has_too_many_values(body: bytearray, content_type: bytes, target: bytes) -> bool:
    """Whether reading a body would cost more than its size says. Parts of a multipart form are counted where they are read."""
    if len(body) <= MAX_VALUES or _TAKES_FILE.match(target) or is_multipart(content_type):
        return False
    return body.count(b"&" if is_form(content_type) else b",") > MAX_VALUES


def is_form(content_type: bytes) -> bool:
    """Whether a body is a form's, by its content type."""
    return content_type.lower().startswith(_FORMS)


def is_multipart(content_type: bytes) -> bool:
    """Whether a body is that of a form that may hold files."""
    return content_type.lower().startswith(_FORMS[1])
