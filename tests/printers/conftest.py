"""The outlet inside the process, as the tests of the API have it."""

from __future__ import annotations

from tests.api.conftest import each_local_outlet as each_local_outlet
from tests.api.conftest import local_outlet as local_outlet
