"""The till's reader and the server's read any code alike. Needs node.

GS1_CODES is how many codes are read: 400 in the suite, some hundred thousand in a long run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inventory.codes.gs1 import other_cases, read
from inventory.codes.gs1_table import FNC1
from tests.inventory.gs1_codes import RICE, any_text, element_string, lots, pairs_of_any_ai

NODE = shutil.which("node")
AT_ONCE = 200
CODES = int(os.environ.get("GS1_CODES", "400"))
TILL = (Path(__file__).parents[2] / "static/js/till/domain/gs1.js").as_uri()
SCRIPT = f"""
import {{ otherCases, read }} from "{TILL}";
import {{ readFileSync }} from "node:fs";
const codes = JSON.parse(readFileSync(0, "utf8"));
const reading = ([code, year]) => {{
  const {{ milli = null, ...fields }} = read(code, year);
  return {{ ...fields, weight_milli: milli, cases: otherCases(fields.text ?? fields.lot ?? "").sort() }};
}};
console.log(JSON.stringify(codes.map(reading)));
"""

codes = (
    any_text
    | pairs_of_any_ai.map(lambda pairs: FNC1 + element_string(pairs))
    | pairs_of_any_ai.map(lambda pairs: "]C1" + element_string([("01", RICE), *pairs]))
    | st.builds(lambda lot, query: f"https://x/01/{RICE}/10/{lot}?{query}", lots, any_text)
    | st.builds(lambda ai, value: f"https://x/01/{RICE}?{ai}={value:06d}",
                st.sampled_from(["15", "17", "3100", "3103", "3104", "3200", "3203", "3205"]), st.integers(0, 999_999))
)  # fmt: skip


def readings_of_the_till(codes_and_years: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """What the till's reader returns for each (code, year), without its empty fields."""
    assert NODE
    command = [NODE, "--input-type=module", "--eval", SCRIPT]
    answer = subprocess.run(
        command, input=json.dumps(codes_and_years), capture_output=True, text=True, check=True, timeout=60
    ).stdout
    return [{key: value for key, value in reading.items() if value is not None} for reading in json.loads(answer)]


def reading_of_the_server(code: str, year: int) -> dict[str, Any]:
    """What the server's reader returns, in the same form."""
    meaning = read(code, year)
    fields = {key: value for key, value in vars(meaning).items() if value is not None}
    if meaning.expiry:
        fields["expiry"] = meaning.expiry.isoformat()
    return {**fields, "cases": sorted(other_cases(meaning.text or meaning.lot or ""))}


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@settings(max_examples=max(1, CODES // AT_ONCE), suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(st.tuples(codes, st.integers(1990, 2150)), min_size=AT_ONCE, max_size=AT_ONCE))
def test_both_readers_say_the_same_of_any_code(wanted: list[tuple[str, int]]) -> None:
    for (code, year), reading in zip(wanted, readings_of_the_till(wanted), strict=True):
        assert (code, year, reading) == (code, year, reading_of_the_server(code, year))
