"""python -m benchmarks.fuzz: reads inputs that nobody would make, and says what went wrong.

What is held of each: the run ends in time, by a clear error or with all of its figures accounted
for; no bug of ours, the input untouched, and nothing beside the results. Inputs that fail are kept.
"""

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fuzzed import MAKERS
from pipeline.allowance import Allowance
from pipeline.batch import Outcome, work_through
from pipeline.errors import ExitCode
from pipeline.files import read_extraction
from pipeline.jobs import extract_to
from pipeline.run import Options

SECONDS = 30.0
"""Of processor time, for one input."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that went wrong, and how."""

    path: Path
    what: str


def make(folder: Path, *, seed: int, count: int, kinds: Sequence[str]) -> list[Path]:
    """Writes inputs, the kinds in turn; each is told by its kind, the seed and its number."""
    paths = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        maker, suffix = MAKERS[kind]
        path = folder / f"{kind}-{seed}-{number}.{suffix}"
        path.write_bytes(maker(random.Random(f"{kind}/{seed}/{number}")))
        paths.append(path)
    return paths


def read(
    paths: Sequence[Path], out: Path, *, jobs: int = 1
) -> Iterator[tuple[Path, str, Finding | None]]:
    """Reads inputs; for each what became of it in a word, and what is wrong with that."""
    folders = {path: out / path.stem for path in paths}
    before = {path: _digest(path) for path in paths}
    work = partial(_timed, folders=folders)
    for outcome in work_through(paths, work, jobs=jobs, allowance=Allowance()):
        path = outcome.path
        wrong = _wrong(outcome, folders[path])
        if outcome.value is not None and outcome.value > SECONDS:
            wrong = f"took {outcome.value:.0f} s of processor time"
        if _digest(path) != before[path]:
            wrong = "the input was changed"
        yield path, _became(outcome), Finding(path, wrong) if wrong else None


def _timed(path: Path, *, folders: Mapping[Path, Path]) -> float:
    begun = time.process_time()
    extract_to(path, folders=folders, options=Options(ocr="never"))
    return time.process_time() - begun


def _became(outcome: Outcome[float]) -> str:
    if outcome.error is not None:
        return str(getattr(outcome.error, "code", "bug"))
    return "read"


def _wrong(outcome: Outcome[float], folder: Path) -> str | None:
    if outcome.error is not None:
        if outcome.error.exit_code != ExitCode.UNREADABLE_INPUT:
            return f"{outcome.error}\n{outcome.trace or ''}"
        return "results in spite of an error" if folder.exists() else None
    extraction = read_extraction(folder)
    bugs = [each.message for each in extraction.issues if each.code == "internal_error"]
    if bugs:
        return bugs[0]
    counts = extraction.document.counts
    if counts.figures != counts.figures_in_records + len(extraction.leftovers):
        return "figures are in no record and not left over"
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Makes inputs, reads them, and keeps those that went wrong; 1 where there are any."""
    options = _options()
    seed = int(time.time()) % 10**6 if options.seed is None else options.seed
    kinds = options.kind.split(",") if options.kind else list(MAKERS)
    became: Counter[str] = Counter()
    findings: list[Finding] = []
    with TemporaryDirectory() as scratch:
        inputs = Path(scratch) / "in"
        inputs.mkdir()
        paths = make(inputs, seed=seed, count=options.n, kinds=kinds)
        for path, what, finding in read(paths, Path(scratch) / "out", jobs=options.jobs):
            became[f"{path.name.split('-')[0]}: {what}"] += 1
            if finding:
                findings.append(finding)
                sys.stdout.write(f"{path.name}: {finding.what}\n")
                sys.stdout.flush()
                options.out.mkdir(parents=True, exist_ok=True)
                (options.out / path.name).write_bytes(path.read_bytes())
    _say(seed, became, len(findings), options.out)
    return 1 if findings else 0


def _say(seed: int, became: Mapping[str, int], wrong: int, out: Path) -> None:
    for what, number in sorted(became.items()):
        sys.stdout.write(f"{what}: {number}\n")
    kept = f", kept in {out}" if wrong else ""
    sys.stdout.write(json.dumps({"seed": seed, "wrong": wrong}) + kept + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, help="a new one each time without it")
    parser.add_argument("--n", type=int, default=200, help="how many inputs")
    parser.add_argument("--kind", help=f"some of {', '.join(MAKERS)}")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("outputs/fuzz"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
