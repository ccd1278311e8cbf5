"""Modules and style sheets in one piece: nothing is lost but comments and blanks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from core.web.assets.scripts import BadModule, later_script, one_script, tight, without_comments
from core.web.assets.styles import one_sheet

NODE = shutil.which("node")
KEPT = [
    'const a = "// no comment /* nor here */";',
    "const b = 'it\\'s // one';",
    "const c = /[/*]\\/\\/ ` ' \"/g;",
    "const d = x / y / z;",
    "const e = (1 + 2) / 3;",
    "const f = `a // b ${c ? `/* ${d} */` : { e: 1 }.e} '`;",
    'const g = typeof /x"/;',
    "const h = list.filter((one) => /'/.test(one));",
]
MODULES = {
    "main.js": """// Begins here.
import { counted as count, Box } from "./lib/box.js";
import * as words from "./words.js";
/** @type {string} // not code */
const said = words.say(`
${count(3)} ${new Box(/["'`]/).text}`);
console.log(JSON.stringify(said)); // the end
""",
    "lib/box.js": """import { say } from "../words.js";
/* A box. */
export const counted = (n) =>
  // each
  n / 1;
export class Box {
  #text;
  constructor(text) {
    this.#text = say(String(text));
  }
  get text() {
    return this.#text;
  }
}
""",
    "words.js": """export function say(text) {
  return `<${text}> // "${text.length / 2}"`;
}
export async function later() {}
""",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "main.js"


@pytest.mark.parametrize("code", KEPT)
def test_strings_templates_and_expressions_stay_as_they_are(code: str) -> None:
    assert without_comments(f"{code} // a comment\n/* another */\n") == f"{code}\n"
    assert without_comments(tight(code)) == tight(code) + "\n"


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_one_script_does_what_its_modules_do(tmp_path: Path) -> None:
    entry = written(tmp_path, MODULES)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    one = tmp_path / "one.mjs"
    one.write_text(one_script(entry), "utf-8")
    said = [subprocess.run([str(NODE), str(path)], check=True, capture_output=True, text=True).stdout for path in (entry, one)]
    assert said[0].split() == said[1].split() and "</[" in said[0]
    assert "comment" not in one.read_text("utf-8") and "A box" not in one.read_text("utf-8")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_what_is_fetched_later_uses_the_same_modules(tmp_path: Path) -> None:
    files = {
        "main.js": """import { count } from "./count.js";
console.log(count());
import("./later.js").then(({ words }) => console.log(words(), count()));
""",
        "count.js": "let n = 0;\nexport const count = () => (n += 1);\n",
        "later.js": """import { count } from "./count.js";
import { only } from "./only.js";
export const words = () => `${only} ${count()}`;
""",
        "only.js": 'export const only = "later";\n',
    }
    entry, later = written(tmp_path, files), tmp_path / "later.js"
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "second.mjs").write_text(later_script(entry, later), "utf-8")
    (tmp_path / "first.mjs").write_text(one_script(entry, later, "./second.mjs"), "utf-8")
    run = [subprocess.run([str(NODE), str(tmp_path / name)], check=True, capture_output=True, text=True).stdout
           for name in ("main.js", "first.mjs")]  # fmt: skip
    assert run == ["1\nlater 2 3\n"] * 2
    assert "only" not in one_script(entry, later) and "n += 1" not in later_script(entry, later)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"main.js": 'import { a } from "./a.js";\n', "a.js": 'import { b } from "./main.js";\n'}, "import each other"),
        ({"main.js": "export let a = 1;\n"}, "export let"),
        ({"main.js": 'import "./a.js";\n', "a.js": "\n"}, "import"),
        ({"main.js": "export default 1;\n"}, "export default"),
        ({"main.js": 'export const a = () => import("./b.js");\n', "b.js": "\n"}, "import"),
        ({"main.js": 'import { b } from "./b.js";\nexport const a = b;\n', "b.js": "export const a = 1;\nexport const b = 2;\n"},
         "main.js: b.js exports a"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(tmp_path: Path, files: dict[str, str], why: str) -> None:
    with pytest.raises(BadModule, match=why):
        one_script(written(tmp_path, files))


def test_one_sheet_draws_in_the_same_files() -> None:
    sheets = [
        ("css/a.css", '/* x */\n@font-face {\n  src: url("../generated/f.woff2");\n}\n'),
        ("css/parts/b.css", "a  b > c {\n}\n"),
    ]
    assert one_sheet(sheets, "generated", lambda name: f"?{name}") == (
        '@font-face{src: url("f.woff2?generated/f.woff2");}\na b > c{}\n'
    )
    with pytest.raises(ValueError, match="imports"):
        one_sheet([("css/a.css", '@import "b.css";')], "generated", str)
