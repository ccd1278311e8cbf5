"""Work of the start whose memory goes back when it is done: in a forked process, while the program has one thread.

What changes the schema or makes the demonstration loads much that a server never needs again, and what is freed stays with it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable

from click import ClickException

_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux."""


class Stopped(ClickException):
    """The work was refused, or did not come to its end; the message is the one line to show."""

    exit_code = 2


def run(work: Callable[[], object], name: str) -> None:
    """Does work in a forked process and waits for its end; here, where only Linux forks safely.

    Call it without threads and without open connections to a database: the fork would share them. Raises Stopped with the line
    that the work was refused with, or with one about `name` when it failed otherwise, which its process has printed.
    """
    if sys.platform != "linux":
        work()
        return
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    parent = os.getpid()
    if (child := os.fork()) == 0:
        os.close(reading)
        _end_with(parent)
        os._exit(_ended(work, writing))
    os.close(writing)
    with open(reading, encoding="utf-8") as told:
        refusal = told.read()
    if os.waitpid(child, 0)[1]:
        raise Stopped(refusal or f"{name} did not come to its end")


def _end_with(parent: int) -> None:
    """Lets this fork be killed with its parent: a server that is killed leaves no process of its own behind."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before
        os._exit(1)


def _ended(work: Callable[[], object], writing: int) -> int:
    """Does the work in the fork; answers its exit code."""
    try:
        work()
    except ClickException as refusal:
        os.write(writing, refusal.message.encode())
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
