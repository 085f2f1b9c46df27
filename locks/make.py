"""Writes the locks: every file that an install may fetch, by its checksum.

    python locks/make.py

`base.txt` is what yosano needs, one file for each extra what that adds, `build.txt` what builds it.
Versions are those of `constraints.txt`; uv finds them for Python 3.11 and newer on every system.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
_PIN = re.compile(r"(?m)^([\w.-]+)==")
# Hatchling asks for it where a source tree is installed in place, and says so only then.
_EDITABLE = "editables"


def main() -> None:
    """Makes all of them anew."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base = locked("pyproject.toml")
    write("base", base)
    for extra in project["project"]["optional-dependencies"]:
        write(extra, locked("pyproject.toml", "--extra", extra, without=_PIN.findall(base)))
    with tempfile.NamedTemporaryFile("w", suffix=".in") as wanted:
        wanted.write("\n".join([*project["build-system"]["requires"], _EDITABLE]))
        wanted.flush()
        write("build", locked(wanted.name))


def locked(*wanted: str, without: list[str] | None = None) -> str:
    """What these need, pinned and with checksums, but for what is installed before."""
    uv = Path(sys.executable).with_name("uv")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-annotate", "--no-header", "-c", "constraints.txt"]
    for name in without or ():
        command += ["--no-emit-package", name]
    run = subprocess.run([*command, *wanted], cwd=ROOT, check=True, capture_output=True, text=True)
    # What is left out is named at the end, as a comment.
    return "".join(line for line in run.stdout.splitlines(True) if not line.startswith("#"))


def write(name: str, lock: str) -> None:
    """Writes one of them."""
    (HERE / f"{name}.txt").write_text(lock, encoding="utf-8")


if __name__ == "__main__":
    main()
