"""Words and tables of the same pages: pdfplumber as it comes, without white boxes, and ours.

Every measurement is a process of its own that opens the file, so that its time and its peak memory
are its own; each reading is the whole work from the file to words (and tables). The methods take
turns, so that a machine that is busy is busy for all of them; processor time stands beside the
clock for the same reason.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_megabytes

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT.parent / "shared" / "corpus" / "fuji-r6" / "r6-budget.pdf"
REPORT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- reading: written by make bench -->", "<!-- reading: end -->"

PLAIN, FILTERED, OURS = "pdfplumber", "pdfplumber without white boxes", "ours"
METHODS = (PLAIN, FILTERED, OURS)
WORDS, TABLES = "words", "words and tables"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one reading of a number of pages took; seconds of two processes are the slower one's."""

    method: str
    task: str
    processes: int
    pages: int
    seconds: float
    processor: float
    megabytes: float

    @property
    def speed(self) -> float:
        """Pages a second by the clock."""
        return self.pages / self.seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the tables and writes them into docs/performance.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.reading", description=__doc__)
    parser.add_argument("pdf", nargs="?", type=Path, default=BOOK)
    parser.add_argument("--every", type=int, default=1, help="take every n-th page only")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.worker:
        method, task, pages = options.worker
        sys.stdout.write(work(options.pdf, method, task, [int(n) for n in pages.split(",")]))
        return 0
    if not options.pdf.is_file():
        sys.stdout.write(f"reading: {options.pdf} is not here, nothing was measured\n")
        return 0
    report = measure(options.pdf, every=options.every)
    sys.stdout.write(report)
    if options.pdf == BOOK and options.every == 1:
        _write(report)
    return 0


def measure(pdf: Path, *, every: int) -> str:
    """The report on a file."""
    numbers = list(range(1, _count(pdf) + 1, every))
    found = [
        _run(pdf, method, task, numbers, processes=processes)
        for processes in (1, 2)
        for task in (WORDS, TABLES)
        for method in METHODS
    ]
    growth = [
        _run(pdf, OURS, TABLES, numbers[: len(numbers) * part // 4], processes=1)
        for part in (1, 2, 4)
    ]
    return "\n".join(
        [
            f"{pdf.parent.name}, {len(numbers)} pages, on {machine()}.",
            "",
            *_comparison(found),
            "",
            "Our reading grows with the pages, and its memory does not:",
            "",
            *_growth(growth),
            "",
            "Where our time goes, in milliseconds a page:",
            "",
            *_profile(pdf, numbers),
            "",
        ]
    )


def machine() -> str:
    """The machine and the libraries, in a line."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pypdfium2", "pdfplumber"))
    cores = os.cpu_count()
    return f"{model} ({cores} cores), Python {platform.python_version()}, {libraries}"


def _run(pdf: Path, method: str, task: str, numbers: Sequence[int], *, processes: int) -> Measured:
    shares = [numbers[start::processes] for start in range(processes)]
    workers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "benchmarks.reading", str(pdf)),
                *("--worker", method, task, ",".join(map(str, share))),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    answers = [worker.communicate()[0].split() for worker in workers]
    seconds, processor, megabytes = zip(*[map(float, answer) for answer in answers], strict=True)
    return Measured(
        method, task, processes, len(numbers), max(seconds), sum(processor), max(megabytes)
    )


def work(pdf: Path, method: str, task: str, numbers: Sequence[int]) -> str:
    """Reads pages in this process: seconds, processor seconds and peak megabytes."""
    readers: dict[str, Callable[[Path, str, Sequence[int]], None]] = {
        PLAIN: _plumber,
        FILTERED: _plumber_filtered,
        OURS: _ours,
    }
    # Loading the libraries is not reading.
    import pdfplumber  # noqa: F401

    from pipeline.read import pdfium  # noqa: F401

    begun, used = time.perf_counter(), time.process_time()
    readers[method](pdf, task, numbers)
    seconds, processor = time.perf_counter() - begun, time.process_time() - used
    peak = peak_megabytes()
    return f"{seconds} {processor} {peak}"


def _ours(pdf: Path, task: str, numbers: Sequence[int]) -> None:
    from models.page import Page
    from pipeline.layout.ruled import find_ruled_tables
    from pipeline.layout.words import find_words
    from pipeline.read import open_document

    with open_document(pdf) as document:
        for page in document.pages(numbers):
            if isinstance(page, Page):
                find_words(page.chars)
                if task == TABLES:
                    find_ruled_tables(page)


def _plumber(pdf: Path, task: str, numbers: Sequence[int]) -> None:
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        for number in numbers:
            page = document.pages[number - 1]
            page.extract_words()
            if task == TABLES:
                page.find_tables()
            page.close()


def _plumber_filtered(pdf: Path, task: str, numbers: Sequence[int]) -> None:
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        for number in numbers:
            page = document.pages[number - 1]
            seen = page.filter(_not_white)
            seen.extract_words()
            if task == TABLES:
                seen.find_tables()
            page.close()


def _not_white(thing: dict[str, Any]) -> bool:
    if thing["object_type"] != "rect" or thing["stroke"] or not thing["fill"]:
        return True
    colour = thing["non_stroking_color"]
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return True
    return not all(part == (0 if len(parts) == 4 else 1) for part in parts)


def _comparison(found: Sequence[Measured]) -> list[str]:
    rows = [
        "| task | processes | method | pages/s | × pdfplumber | × filtered | peak MB |",
        "|---|---|---|---:|---:|---:|---:|",
    ]
    for one in found:
        same = [
            other for other in found if (other.task, other.processes) == (one.task, one.processes)
        ]
        plain, filtered = (next(o for o in same if o.method == name) for name in (PLAIN, FILTERED))
        rows.append(
            f"| {one.task} | {one.processes} | {one.method} | {one.speed:,.0f} "
            f"| {one.speed / plain.speed:.1f} | {one.speed / filtered.speed:.1f} "
            f"| {one.megabytes:.0f} |"
        )
    ours = {one.processes: one for one in found if (one.method, one.task) == (OURS, TABLES)}
    plain_one = next(o for o in found if (o.method, o.task, o.processes) == (PLAIN, TABLES, 1))
    rows += [
        "",
        f"Two processes are {ours[2].speed / ours[1].speed:.2f} times one. By processor time, "
        f"words and tables take {1000 * ours[1].processor / ours[1].pages:.2f} ms a page where "
        f"pdfplumber takes {1000 * plain_one.processor / plain_one.pages:.1f} ms.",
    ]
    return rows


def _growth(found: Sequence[Measured]) -> list[str]:
    rows = ["| pages | seconds | ms a page | peak MB |", "|---:|---:|---:|---:|"]
    rows += [
        f"| {one.pages} | {one.seconds:.2f} | {1000 * one.seconds / one.pages:.2f} "
        f"| {one.megabytes:.0f} |"
        for one in found
    ]
    return rows


def _profile(pdf: Path, numbers: Sequence[int]) -> list[str]:
    """The time of each step over all pages, a clock between them, and of the questions alone."""
    steps = _steps(pdf, numbers)
    questions = _questions(pdf, numbers)
    total = sum(steps.values())
    rows = ["| step | ms a page | share |", "|---|---:|---:|"]
    rows += [
        f"| {name} | {1000 * seconds / len(numbers):.2f} | {seconds / total:.0%} |"
        for name, seconds in [*steps.items(), ("all", total)]
    ]
    parsing = steps[PAGE] + steps[TEXT_PAGE]
    rest = total - parsing - questions
    shares = " ".join(
        f"{text}: {1000 * seconds / len(numbers):.2f} ms a page ({seconds / total:.0%})."
        for text, seconds in (
            ("PDFium parsing a page and placing its text, which no caller can make less", parsing),
            ("Every question that has to be asked about it, the answers thrown away", questions),
            ("What is done with the answers, in arrays and values", rest),
        )
    )
    return [*rows, "", shares]


PAGE, TEXT_PAGE = "PDFium: page", "PDFium: text page"


def _steps(pdf: Path, numbers: Sequence[int]) -> dict[str, float]:
    """Seconds by step, all pages together; what no clock stands between is the rest."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    from models.page import Page
    from pipeline.layout.ruled import find_ruled_tables
    from pipeline.layout.words import find_words
    from pipeline.read import pdfium as reader
    from pipeline.read.blanks import with_unread
    from pipeline.read.hidden import seen_of
    from pipeline.read.outlines import outline_glyphs
    from pipeline.read.pdfium_calls import address
    from pipeline.read.pdfium_paths import read_drawn
    from pipeline.read.pdfium_text import read_chars

    steps: dict[str, float] = {}
    last = begun = time.perf_counter()

    def done(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        steps[name] = steps.get(name, 0.0) + now - last
        last = now

    with pdfium.PdfDocument(pdf) as document:
        for number in numbers:
            last = time.perf_counter()
            handle = raw.FPDF_LoadPage(document.raw, number - 1)
            done(PAGE)
            text_page = raw.FPDFText_LoadPage(handle)
            done(TEXT_PAGE)
            frame = reader.frame_of(handle)
            drawn = read_drawn(address(handle), raw.FPDFPage_CountObjects(handle), frame.matrix)
            done("drawn objects")
            on_page = {item for items, at in drawn.texts if at == frame.matrix for item in items}
            printed = read_chars(address(text_page), frame.matrix, on_page)
            done("characters")
            size = (frame.width, frame.height)
            seen, shown = seen_of(
                handle, size, printed, drawn, partial(reader.read_text, handle, frame)
            )
            done("text that is not shown")
            chars = with_unread(seen.printed, shown.texts)
            done("blanks and repeated prints")
            outline_glyphs(chars, drawn.rules, number)
            done("outline glyphs")
            page = Page(number, frame.width, frame.height, chars, drawn.rules)
            find_words(page.chars)
            done("words")
            find_ruled_tables(page)
            done("tables")
            raw.FPDFText_ClosePage(text_page)
            done(TEXT_PAGE)
            raw.FPDF_ClosePage(handle)
            done(PAGE)
    steps["opening, closing, the rest"] = time.perf_counter() - begun - sum(steps.values())
    return steps


def _questions(pdf: Path, numbers: Sequence[int]) -> float:
    """Seconds that the questions about pages take when nobody works on the answers."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    from pipeline.read import pdfium_calls as call

    seconds = 0.0
    with pdfium.PdfDocument(pdf) as document:
        for number in numbers:
            handle = raw.FPDF_LoadPage(document.raw, number - 1)
            text_page = raw.FPDFText_LoadPage(handle)
            begun = time.perf_counter()
            text = call.address(text_page)
            count = call.count_chars(text)
            objects = call.page_objects(call.address(handle), raw.FPDFPage_CountObjects(handle))
            kinds = list(map(call.object_type, objects))
            paths = [
                item
                for item, kind in zip(objects, kinds, strict=True)
                if kind == raw.FPDF_PAGEOBJ_PATH
            ]
            counts = call.segment_counts(paths)
            call.draw_modes(paths)
            call.fill_colours(paths)
            call.object_matrices(paths)
            call.segments(paths, counts)
            call.page_text(text, count)
            owners = call.text_objects(text, count).tolist()
            call.loose_boxes(text, [place for place, owner in enumerate(owners) if owner])
            # One character of each text object answers for all of it.
            first = {owner: place for place, owner in enumerate(owners) if owner}
            call.text_matrices(text, list(first.values()))
            call.font_sizes(text, list(first.values()))
            call.fill_colours(list(first))
            for item in first:
                call.font_of(item)
                call.render_mode(item)
            seconds += time.perf_counter() - begun
            raw.FPDFText_ClosePage(text_page)
            raw.FPDF_ClosePage(handle)
    return seconds


def _count(pdf: Path) -> int:
    from pipeline.read import open_document

    with open_document(pdf) as document:
        return document.page_count


def _write(report: str) -> None:
    text = REPORT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    REPORT.write_text(f"{before}{BEGIN}\n\n{report}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
