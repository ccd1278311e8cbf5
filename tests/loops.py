"""An asyncio loop for one test, in a thread of its own: in the main one a browser's loop may be running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_loop(
    act: Callable[[], Coroutine[Any, Any, Result]],
    make_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop,
) -> Result:
    """What the coroutine returns; whatever it raises is raised here."""

    def run() -> Result:
        with asyncio.Runner(loop_factory=make_loop) as runner:
            return runner.run(act())

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()
