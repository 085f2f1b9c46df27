"""A whole budget book: all of `yosano extract` in one process, and pdfplumber's tables alone.

Ours reads, joins, recognises, assembles, proves and accounts for every figure; pdfplumber only
finds and fills its default tables, closing each page behind it. OCR, which reads single glyphs that
no reader gives, is measured apart. Each runs in a process of its own
that opens the file, one after the other in the same run; processor time stands beside the clock,
for a busy machine is busy for both in turn, but not equally.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import peak_megabytes
from benchmarks.reading import BOOK, ROOT, machine

REPORT = ROOT / "docs" / "budget-books.md"
BEGIN, END = "<!-- extract: written by make bench -->", "<!-- extract: end -->"
EXTRACT, TABLES = "yosano extract --ocr never", "pdfplumber's default tables alone"
WITH_OCR = "yosano extract, OCR for glyphs drawn as outlines"
TARGET = 1 / 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One run over the whole file: seconds by the clock and of the processor, peak memory."""

    method: str
    seconds: float
    processor: float
    megabytes: float
    found: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the table and writes it into docs/budget-books.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.extract", description=__doc__)
    parser.add_argument("pdf", nargs="?", type=Path, default=BOOK)
    parser.add_argument("--worker", choices=(EXTRACT, WITH_OCR, TABLES), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.worker:
        sys.stdout.write(work(options.worker, options.pdf))
        return 0
    if not options.pdf.is_file():
        sys.stdout.write(f"extract: {options.pdf} is not here, nothing was measured\n")
        return 0
    report = measure(options.pdf)
    sys.stdout.write(report)
    if options.pdf == BOOK:
        _write(report)
    return 0


def measure(pdf: Path) -> str:
    """The report on a file."""
    runs = [_run(method, pdf) for method in (EXTRACT, WITH_OCR, TABLES)]
    ours, with_ocr, theirs = runs
    clock, processor = ours.seconds / theirs.seconds, ours.processor / theirs.processor
    rows = [
        f"| {run.method} | {run.seconds:.1f} | {run.processor:.1f} | {run.megabytes:.0f}"
        f" | {run.found:,} |"
        for run in runs
    ]
    return "\n".join(
        [
            f"{pdf.parent.name}, one process each, on {machine()}.",
            "",
            "| | seconds | processor seconds | peak MB | found |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"The whole extraction takes {clock:.2f} of the time of the tables alone by the clock,"
            f" {processor:.2f} of its processor time (wanted: at most {TARGET:.2f}); with OCR it"
            f" takes {with_ocr.seconds / theirs.seconds:.2f} and"
            f" {with_ocr.processor / theirs.processor:.2f}.",
            "",
        ]
    )


def work(method: str, pdf: Path) -> str:
    """What one process does; its measurements as JSON."""
    begin = time.perf_counter()
    found = _tables(pdf) if method == TABLES else _extract(pdf, ocr=method == WITH_OCR)
    seconds = time.perf_counter() - begin
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return json.dumps(
        {
            "method": method,
            "seconds": seconds,
            "processor": usage.ru_utime + usage.ru_stime,
            "megabytes": peak_megabytes(),
            "found": found,
        }
    )


def _extract(pdf: Path, *, ocr: bool) -> int:
    """The whole command but for its progress: the document into its folder. Counts records."""
    from pipeline.files import write_extraction
    from pipeline.run import extract

    extraction = extract(pdf, ocr="auto" if ocr else "never")
    with tempfile.TemporaryDirectory() as folder:
        write_extraction(extraction, Path(folder))
    return len(extraction.records)


def _tables(pdf: Path) -> int:
    """pdfplumber's tables with its default settings, pages closed. Counts cells with text."""
    import pdfplumber

    cells = 0
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            for table in page.extract_tables():
                cells += sum(bool(cell) for row in table for cell in row)
            page.close()
    return cells


def _run(method: str, pdf: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.extract", str(pdf), "--worker", method]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Measured(**json.loads(done.stdout))


def _write(report: str) -> None:
    text = REPORT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    REPORT.write_text(f"{before}{BEGIN}\n{report}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
