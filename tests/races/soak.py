"""`python -m tests.races.soak sqlite|postgresql`: a server killed again and again. SEED repeats a trial's choices.

SERVER_KILLS, SERVER_KILLS_POSTGRES: how often. The server dies at any moment, also while it starts, and comes up again on its
port; the tills send each document until it is acknowledged. Then every acknowledged document is there once with its first answer,
nothing else is there, and the books agree. Exit 1 when not; the last lines are key=value.
"""

from __future__ import annotations

import os
import sys
import time

KILLS = {"sqlite": ("SERVER_KILLS", "1000"), "postgresql": ("SERVER_KILLS_POSTGRES", "200")}

if __name__ == "__main__":
    from tests.races import kills  # not above: each fork of a server imports this file again

    kind = sys.argv[1]
    sys.exit(kills.run(kind, int(os.environ.get(*KILLS[kind])), int(os.environ.get("SEED", time.time_ns()))))
