"""What ops registers: the API of backups."""

from __future__ import annotations

from core.area import Area
from ops import api

AREA = Area(name="ops", blueprints=(api.bp,))
