"""The outlet inside the process, as the tests of the API and of the pages have it."""

from __future__ import annotations

from tests.api.conftest import each_local_outlet as each_local_outlet
from tests.api.conftest import local_outlet as local_outlet
from tests.pages.conftest import first_office as first_office
from tests.pages.conftest import office as office
from tests.pages.conftest import site as site
from tests.pages.conftest import sqlite_template as sqlite_template
