"""Reads the codes in a picture of a camera, at a till or over goods, for browsers that cannot. Nothing of a picture is kept."""

from __future__ import annotations

import io
import threading
import time
import warnings
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.errors import DomainError, Invalid
from core.i18n import N_

MOST_BYTES = 300_000
"""Of a picture; a till sends less than a third of that."""
MOST_PIXELS = 2_000_000
"""A picture that unpacks to more is refused before it is unpacked."""
MOST_IN_SECOND = 4
"""Pictures of one till or person in a second; a till sends three."""
LONGEST_CODE = 7200
"""Letters: the largest QR code holds 7089."""


class TooFast(DomainError):
    """More pictures than somebody who scans sends."""

    status = 429


@dataclass(frozen=True, slots=True)
class CodesResult:
    """The codes in a picture, the most certain first; none is no error."""

    codes: Sequence[str]


@dataclass
class Pace:
    """How fast each one sends pictures, in this process."""

    _sent: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, who: str, at_s: float | None = None) -> None:
        """Counts a picture. Raises TooFast."""
        now = time.monotonic() if at_s is None else at_s
        with self._lock:
            for other in [name for name, times in self._sent.items() if now - times[-1] > 1]:
                del self._sent[other]
            times = self._sent.setdefault(who, deque(maxlen=MOST_IN_SECOND))
            if len(times) == MOST_IN_SECOND and now - times[0] < 1:
                raise TooFast("too_many_requests", N_("Máy chủ đang có quá nhiều yêu cầu. Hãy thử lại sau ít giây."))
            times.append(now)


def read_codes(jpeg: bytes) -> CodesResult:
    """The codes in a JPEG. Raises Invalid for one that is too large, or no picture."""
    import zxingcpp  # both take up room in a server, and few tills need them
    from PIL import Image, UnidentifiedImageError

    if len(jpeg) > MOST_BYTES:
        raise Invalid(("file", N_("Hình quá lớn. Hãy chọn hình nhỏ hơn.")))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Invalid(("file", N_("Hình quá lớn. Hãy chọn hình nhỏ hơn.")))
                grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise Invalid(("file", N_("Không đọc được hình này. Hãy chọn tệp PNG hoặc JPEG."))) from error
    found = [code.text for code in zxingcpp.read_barcodes(grey)]
    return CodesResult([text for text in found if text and len(text) <= LONGEST_CODE])
