"""A scanner's keyboard beside a Vietnamese input method: each key at its time, however busy the machine of the test is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from tests.browser.trials.telex import keys_of
from tests.browser.window import SLOW_TIMERS, Window


def _code_of(character: str) -> str:
    if character.isdigit():
        return f"Digit{character}"
    return f"Key{character.upper()}" if character.isascii() and character.isalpha() else "Minus"


def _strokes(code: str) -> Iterator[dict[str, Any]]:
    for letter in [*keys_of(code), "Enter"]:
        if letter == "BS":
            yield {"type": "rawKeyDown", "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8}
        elif letter == "Enter":
            yield {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
        elif letter.startswith("u:"):
            yield {"type": "keyDown", "key": letter[2:], "code": "", "text": letter[2:]}
        else:
            shift = 8 if letter.isupper() else 0
            yield {"type": "keyDown", "key": letter, "code": _code_of(letter), "modifiers": shift, "text": letter}


SUFFIX_S = 0.3
"""So long after a scan an end key still belongs to it."""


class Scanner:
    """A scanner with so many milliseconds between two keys."""

    def __init__(self, window: Window, gap_ms: int) -> None:
        self.window, self.gap_ms = window, gap_ms
        self._session = window.context.new_cdp_session(window.page)
        self._at = 0.0

    def scan(self, code: str) -> None:
        """A code and Enter, as they come while the input method is on."""
        self.window.page.evaluate(SLOW_TIMERS)
        self._at = max(self._at + SUFFIX_S, time.time())
        events = []
        for stroke in _strokes(code):
            self._at += self.gap_ms / 1000
            events.append(stroke | {"timestamp": self._at})
            events.append({"type": "keyUp", "key": stroke["key"], "code": stroke["code"], "timestamp": self._at + 0.002})

        async def press() -> None:
            send = self._session._impl_obj.send
            await asyncio.gather(*(send("Input.dispatchKeyEvent", event, timeout=None) for event in events))

        self._session._sync(press())
        self.window.page.evaluate("() => void window.timersAsBefore?.()")

    def rest(self) -> None:
        """Waits until the last key has come: keys bear their times, and the page gets them at once."""
        time.sleep(max(0.0, self._at + SUFFIX_S - time.time()))
