"""python -m benchmarks.installs: yosano in fresh environments, and what fails there.

Each environment has a Python, the base and some extras, from the locks and by their checksums. What
is tried in it runs in a folder with a module of every name that Python or yosano would import.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.installed import EXTRAS, Place, lay, what_fails

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "base": (),
    **{extra: (extra,) for extra in EXTRAS},
    "all": EXTRAS,
}


@dataclass(frozen=True, slots=True)
class Install:
    """A Python and the extras beside the base."""

    python: str
    choice: str

    def __str__(self) -> str:
        return f"{self.python}:{self.choice}"


def interpreter(version: str) -> Path | None:
    """A Python of this version that runs here; null where there is none."""
    named = shutil.which(f"python{version}")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for path in [*([Path(named)] if named else []), *sorted(kept.glob(f"{version}.*/bin/python"))]:
        # A name may stand for a Python that a version manager does not let run.
        if subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode == 0:
            return path
    return None


def prepare(scratch: Path) -> Path:
    """The wheel of this tree, built by what the locks name."""
    uv("build", "--wheel", "--out-dir", scratch, "--require-hashes", "-q", "--build-constraints",
       ROOT / "locks/build.txt", ROOT)  # fmt: skip
    (wheel,) = scratch.glob("*.whl")
    return wheel


def install(which: Install, python: Path, wheel: Path, folder: Path) -> Path:
    """An environment of its own; gives its command `yosano`."""
    locks = [ROOT / f"locks/{name}.txt" for name in ("base", *CHOICES[which.choice])]
    uv("venv", "-q", "-p", python, folder)
    requirements = [argument for lock in locks for argument in ("-r", lock)]
    uv("pip", "install", "-q", "--require-hashes", *requirements, to=folder)
    uv("pip", "install", "-q", "--no-deps", wheel, to=folder)
    return next(folder.glob("*/yosano*"))


def uv(*arguments: str | Path, to: Path | None = None) -> None:
    """Runs uv, for an environment."""
    command = [Path(sys.executable).with_name("uv"), *arguments]
    environment = {**os.environ, **({"VIRTUAL_ENV": str(to)} if to else {})}
    subprocess.run(command, check=True, env=environment)


def tried(which: Install, python: Path, wheel: Path, scratch: Path) -> Iterator[str]:
    """What fails in one of them."""
    with TemporaryDirectory(dir=scratch) as folder:
        try:
            command = install(which, python, wheel, Path(folder) / "env")
        except subprocess.CalledProcessError as error:
            yield f"could not be installed: exit {error.returncode}"
            return
        where = Path(folder) / "here"
        lay(where)
        yield from what_fails(Place(command, where), CHOICES[which.choice])


def main() -> int:
    """Tries the installs that are asked for, or all; 1 where something fails."""
    failed, passed = 0, 0
    with TemporaryDirectory() as scratch:
        wheel = prepare(Path(scratch))
        for which in _asked_for():
            python = interpreter(which.python)
            if python is None:
                sys.stdout.write(f"{which}: not tried, there is no such Python here\n")
                continue
            begun = time.monotonic()
            wrong = list(tried(which, python, wheel, Path(scratch)))
            said = "; ".join(wrong) or "fine"
            sys.stdout.write(f"{which}: {said} ({time.monotonic() - begun:.0f} s)\n")
            sys.stdout.flush()
            passed, failed = passed + (not wrong), failed + bool(wrong)
    sys.stdout.write(f"{passed} passed, {failed} failed\n")
    return 1 if failed or not passed else 0


def _asked_for() -> Sequence[Install]:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.installs", description=__doc__)
    parser.add_argument("--only", action="append", help="3.12:base or 3.11:ocr; else all")
    only = parser.parse_args().only
    every = [Install(python, choice) for python in PYTHONS for choice in CHOICES]
    if unknown := set(only or ()) - {str(each) for each in every}:
        parser.error(f"{', '.join(sorted(unknown))}: one of {', '.join(map(str, every))}")
    return [each for each in every if not only or str(each) in only]


if __name__ == "__main__":
    sys.exit(main())
