"""Servers and commands of an outlet as forks of one process that has already imported the program.

A server that imports everything itself takes two seconds of a processor, and the suite starts some seventy. A fork is a process
of its own all the same: it is killed, stopped and waited for like one.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

PRELOADED = ["wsgi", "flask.cli", "ops.cli", "uvloop", "concurrent.futures.thread", "tests.preloaded"]
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(PRELOADED)


class Fork:
    """`python arguments…` as a fork, with what the tests use of `subprocess.Popen`.

    What it prints goes into `log`, or is read when it is `completed`.
    """

    def __init__(self, arguments: list[str], cwd: Path, env: Mapping[str, str], log: Path | None = None) -> None:
        self.arguments = arguments
        self._printed = None if log else tempfile.TemporaryDirectory()
        paths = [str(log)] * 2 if self._printed is None else [f"{self._printed.name}/{name}" for name in ("out", "err")]
        self._paths = [Path(path) for path in paths]
        self._process: BaseProcess = _context.Process(target=_run, args=(arguments, str(cwd), dict(env), *paths), daemon=True)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code at the end. Raises subprocess.TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode

    def completed(self, timeout: float) -> subprocess.CompletedProcess[str]:
        """Its exit code and what it printed. Raises subprocess.TimeoutExpired, and then it is killed."""
        assert self._printed is not None
        try:
            code = self.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        out, err = (path.read_text("utf-8") if path.exists() else "" for path in self._paths)
        self._printed.cleanup()
        return subprocess.CompletedProcess(self.arguments, code, out, err)

    def send_signal(self, number: int) -> None:
        """Sends a signal to a process that may have ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kills it."""
        self.send_signal(signal.SIGKILL)


def _run(arguments: list[str], cwd: str, env: dict[str, str], out: str, err: str) -> None:
    """In the fork: becomes `python arguments…`."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.stdout.flush()
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), number)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", "backslashreplace", write_through=True)
    sys.argv = arguments
    if arguments[0] == "-c":
        exec(arguments[1], {"__name__": "__main__"})
    elif arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        import wsgi

        sys.exit(wsgi.main())
