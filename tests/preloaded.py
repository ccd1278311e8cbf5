"""What the process behind all forks imports last: what it has imported never becomes garbage.

A fork that looked for garbage in it would copy every page of it, which costs a server that starts half of its time.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
