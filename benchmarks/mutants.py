"""Whether the tests notice when a guard, a comparison or a threshold is changed.

cosmic-ray makes the mutants, in a copy of the tree; a sample of each area drawn by chance is tested
by the tests that mirror it, and those that survive are shown. `make mutants`, outside CI.
"""

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkItem

ROOT = Path(__file__).resolve().parents[1]
AREAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "prove": (
        ("pipeline/prove/*.py", "pipeline/arithmetic.py"),
        ("tests/prove", "tests/test_arithmetic.py"),
    ),
    "account": (
        tuple(
            f"pipeline/{name}.py" for name in ["account", "given", "values", "digits", "unknown"]
        ),
        tuple(f"tests/test_{name}.py" for name in ["account", "values", "digits", "unknown"]),
    ),
    "trust": (("pipeline/trust/*.py",), ("tests/trust",)),
    "recognise": (("pipeline/recognise/*.py",), ("tests/recognise",)),
    "match": (("pipeline/match/*.py",), ("tests/match",)),
    "evaluate": (("pipeline/score/*.py",), ("tests/score",)),
}
# Annotations are no code: `str | None` is left alone.
# Neither is it a change to ask for sameness (`is`) where small numbers are compared.
_KINDS = re.compile(
    r"ReplaceComparison(?!.*_Is(?:Not)?$)(?!.*_Is_Eq$)(?!.*_IsNot_NotEq$)"
    r"|NumberReplacer|AddNot|ReplaceAnd|ReplaceOr|ReplaceUnary"
)
_KEPT_OUT = shutil.ignore_patterns(".venv", ".git", "outputs", "*.pyc", ".*_cache")
_PATIENCE = 240.0
TARGET = 0.8


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, whether a test failed for it, and what it was."""

    killed: bool
    diff: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Tests a sample of each area; 1 where fewer than four in five are killed."""
    parser = argparse.ArgumentParser(prog="benchmarks.mutants", description=__doc__)
    parser.add_argument("areas", nargs="*", help=f"of {', '.join(AREAS)}; all by default")
    parser.add_argument("--sample", type=int, default=20, help="mutants of an area")
    parser.add_argument("--seed", default="yosano", help="another one draws another sample")
    options = parser.parse_args(arguments)
    areas = options.areas or list(AREAS)
    killed = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=_KEPT_OUT)
        os.chdir(tree)
        for area in areas:
            chance = random.Random(f"{options.seed} {area}")
            found = list(test_area(area, options.sample, chance))
            own = sum(mutant.killed for mutant in found)
            sys.stdout.write(f"{area}: {own} of {len(found)} killed\n")
            sys.stdout.writelines(f"{each.diff}\n" for each in found if not each.killed)
            sys.stdout.flush()
            killed, tried = killed + own, tried + len(found)
    sys.stdout.write(f"all: {killed} of {tried} killed ({killed / max(tried, 1):.0%})\n")
    return int(killed < TARGET * tried)


def test_area(area: str, sample: int, chance: random.Random) -> Iterator[Mutant]:
    """The fate of some mutants of an area, in the tree that is the working directory."""
    patterns, tests = AREAS[area]
    modules = sorted(module for pattern in patterns for module in Path().glob(pattern))
    present = [test for test in tests if Path(test).exists()]
    command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider {' '.join(present)}"
    items = [item for item in work_items(modules) if _KINDS.search(_operator(item))]
    for item in chance.sample(items, min(sample, len(items))):
        module = str(item.mutations[0].module_path)
        result = mutate_and_test(item.mutations, f"{command} {module}", _PATIENCE)
        lines = (result.diff or "").splitlines()
        changed = "\n".join(line for line in lines if line[:1] in "+-" and line[:3] != "---")
        yield Mutant(result.test_outcome != TestOutcome.SURVIVED, changed)


def work_items(modules: Sequence[Path]) -> list[WorkItem]:
    """All mutants of some modules, in a fixed order."""
    with tempfile.TemporaryDirectory() as folder:
        session = str(Path(folder) / "session.sqlite")
        with use_db(session, mode=WorkDB.Mode.create) as database:
            init(modules, database, {})
            items = list(database.work_items)
    return sorted(items, key=lambda item: (str(item.mutations[0]), _operator(item)))


def _operator(item: WorkItem) -> str:
    return str(item.mutations[0].operator_name)


if __name__ == "__main__":
    sys.exit(main())
