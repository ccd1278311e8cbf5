"""What an outlet is made of beside its own code: the locks, known weaknesses, the list of parts.

python -m tests.dependencies audit   asks osv.dev about what is in the lock; where it cannot be reached, a notice and no failure
python -m tests.dependencies sbom    the parts of an outlet as CycloneDX 1.5
python -m tests.dependencies lock    writes both locks anew; pip-tools must be installed
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
ADVISORIES = "https://api.osv.dev/v1/querybatch"
TIMEOUT_S = 20
HEADS = {
    LOCK: "# What `make setup` installs, with the digest of every file; `make lock` writes it anew.\n\n",
    DEV_LOCK: "# What `make dev` installs: the lock and the tools of the tests; `make lock` writes it anew.\n\n",
}
COMPILE = (
    *("--quiet", "--no-header", "--generate-hashes", "--allow-unsafe", "--strip-extras"),
    *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"),
)


@dataclass(frozen=True)
class Part:
    """One package of a lock."""

    name: str
    version: str
    digests: tuple[str, ...]


def parts(lock: Path) -> Iterator[Part]:
    """The packages that a lock pins."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.read_text()):
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", block):
            yield Part(match[1], match[2], tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)))


def audit() -> int:
    """Prints known weaknesses; 1 when there are any."""
    locked = sorted({(part.name, part.version) for lock in (LOCK, DEV_LOCK) for part in parts(lock)})
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in locked]
    request = urllib.request.Request(ADVISORIES, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        print(f"NOTICE: dependencies were not audited, the list of known weaknesses could not be read ({error}).")
        return 0
    weak = [
        (part, [weakness["id"] for weakness in result.get("vulns", [])]) for part, result in zip(locked, results, strict=True)
    ]
    for (name, version), ids in weak:
        if ids:
            print(f"{name} {version}: {', '.join(ids)}")
    return int(any(ids for _, ids in weak))


def sbom() -> int:
    """Prints the parts that an outlet runs with."""
    components = [
        {
            "type": "library",
            "name": part.name,
            "version": part.version,
            "purl": f"pkg:pypi/{part.name}@{part.version}",
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in part.digests],
        }
        for part in parts(LOCK)
    ]
    print(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}, indent=1))
    return 0


def lock() -> int:
    """Writes both locks; the tools of the tests stand on the same packages as the outlet."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("")
        for file, extras in ((LOCK, ["pg"]), (DEV_LOCK, ["pg", "dev"])):
            made = Path(folder) / file.name
            extra = [f"--extra={extra}" for extra in extras]
            files = [f"--constraint={constraints}", f"--output-file={made}", str(ROOT / "pyproject.toml")]
            command = [sys.executable, "-m", "piptools", "compile", *COMPILE, *extra, *files]
            if done := subprocess.run(command, cwd=ROOT, check=False).returncode:
                return done
            text = re.sub(r"(?m)^ +# +(via )?(-c |/).*constraints.txt.*\n", "", made.read_text())
            file.write_text(HEADS[file] + text)
            constraints.write_text("".join(f"{part.name}=={part.version}\n" for part in parts(file)))
    return 0


if __name__ == "__main__":
    sys.exit({"audit": audit, "sbom": sbom, "lock": lock}[sys.argv[1]]())
