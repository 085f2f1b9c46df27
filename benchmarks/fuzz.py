"""python -m benchmarks.fuzz: reads inputs that nobody would make, and says what went wrong.

What is held of each: the run ends in time, by a clear error or with all of its figures accounted
for; no bug of ours, the input untouched, and nothing beside the results. Inputs that fail are kept.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import get_args

from benchmarks.fuzzed import MAKERS, changed
from benchmarks.memory import forget_peak, peak_megabytes
from pipeline.allowance import Allowance
from pipeline.batch import Outcome, work_through
from pipeline.errors import ExitCode
from pipeline.files import read_extraction
from pipeline.jobs import extract_to
from pipeline.pages import OcrMode
from pipeline.run import Options

SECONDS, MEGABYTES = 60.0, 1_500
"""What one input may take: processor time, and memory of the worker that reads it."""
LARGEST = 3_000_000
"""Bytes of a PDF that is changed: larger ones take their time, and show nothing else."""


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
        path.write_bytes(maker(Random(f"{kind}/{seed}/{number}")))
        paths.append(path)
    return paths


def change(given: Path, folder: Path, *, seed: int, count: int) -> list[Path]:
    """The PDFs of a folder that is given, for 0, or as many changed ones of them as wanted."""
    pdfs = sorted(path for path in given.rglob("*.pdf") if path.stat().st_size < LARGEST)
    if not count:
        return pdfs
    paths = [folder / f"changed-{seed}-{number}.pdf" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(changed(Random(f"changed/{seed}/{number}"), pdfs))
    return paths


def read(
    paths: Sequence[Path], out: Path, *, jobs: int = 1, ocr: OcrMode = "never"
) -> Iterator[tuple[Path, str, Finding | None]]:
    """Reads inputs; for each what became of it in a word, and what is wrong with that."""
    folders = {path: out / f"{number}" for number, path in enumerate(paths)}
    before = {path: _digest(path) for path in paths}
    work = partial(_measured, folders=folders, options=Options(ocr=ocr))
    for outcome in work_through(paths, work, jobs=jobs, allowance=Allowance()):
        path = outcome.path
        wrong = _wrong(outcome, folders[path])
        if outcome.value is not None and outcome.value.seconds > SECONDS:
            wrong = f"took {outcome.value.seconds:.0f} s of processor time"
        if outcome.value is not None and outcome.value.megabytes > MEGABYTES:
            wrong = f"took {outcome.value.megabytes:.0f} MB"
        if _digest(path) != before[path]:
            wrong = "the input was changed"
        yield path, _became(outcome), Finding(path, wrong) if wrong else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading one input took: processor time, and the most memory that its worker held."""

    seconds: float
    megabytes: float


def _measured(path: Path, *, folders: Mapping[Path, Path], options: Options) -> Taken:
    forget_peak()
    begun = time.process_time()
    extract_to(path, folders=folders, options=options)
    return Taken(time.process_time() - begun, peak_megabytes())


def _became(outcome: Outcome[Taken]) -> str:
    if outcome.error is not None:
        return str(getattr(outcome.error, "code", "bug"))
    return "read"


def _wrong(outcome: Outcome[Taken], folder: Path) -> str | None:
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
        if options.given:
            paths = change(options.given, inputs, seed=seed, count=options.n)
        else:
            paths = make(inputs, seed=seed, count=options.n, kinds=kinds)
        out = Path(scratch) / "out"
        for path, what, finding in read(paths, out, jobs=options.jobs, ocr=options.ocr):
            kind = path.name.split("-")[0] if path.parent == inputs else "given"
            became[f"{kind}: {what}"] += 1
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
    parser.add_argument(
        "--given", type=Path, help="a folder: its PDFs are changed, with --n 0 read as they are"
    )
    parser.add_argument("--ocr", choices=get_args(OcrMode), default="never")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("outputs/fuzz"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
