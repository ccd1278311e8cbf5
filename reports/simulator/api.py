"""The simulator in the API."""

from __future__ import annotations

from flask import Blueprint, Response

from core.people.permits import Permit
from core.web.api import endpoint, read_body, respond
from reports.simulator import simulating
from reports.simulator.requests import SimulationRequest
from reports.simulator.results import Simulation

bp = Blueprint("simulator_api", __name__)


@endpoint(bp, "POST", "/agreements/<number>/simulate", Permit.MANAGE, body=SimulationRequest, answer=Simulation)
def simulate_terms(number: str) -> Response:
    """What would be owed for goods that were sold, had the agreement said this; after refunds. It writes nothing."""
    document, _data = read_body(SimulationRequest)
    return respond(simulating.simulate(number, document))
