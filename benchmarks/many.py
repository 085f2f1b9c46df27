"""A folder of one-page PDFs by the whole command: processes, Ray, and a plan past this machine.

The pages are those of fixtures/made, each copy with a comment of its own at its end, so that no two
are the same file. The plan adds up what was measured here; nothing in it ran on other machines.
"""

import argparse
import heapq
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.reading import BOOK, REPORT, ROOT, machine
from benchmarks.written import write_between

MADE = ROOT / "fixtures" / "made"
DOCUMENTS, SOME = 10_000, 1_000
PAGES = 1_000_000
BOOK_PAGES = 612
_RAY_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command over a number of documents; `megabytes` of its largest process."""

    engine: str
    documents: int
    seconds: float
    processor: float
    megabytes: float
    kilobytes: float


@dataclass(frozen=True, slots=True)
class Task:
    """What a document costs: seconds on a node, and on the machine that hands out and writes."""

    pages: int
    there: float
    here: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints the tables and writes them into docs/performance.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.many", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    options = parser.parse_args(arguments)
    report = measure(options.documents)
    sys.stdout.write(report)
    if options.documents == DOCUMENTS:
        write_between(REPORT, "many", report)
    return 0


def measure(documents: int) -> str:
    """The report on that many documents."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        some = min(SOME, documents)
        few, many = _made(folder / "few", some), _made(folder / "many", documents)
        one = _run(folder, few, some, "--jobs", "1")
        two = _run(folder, few, some, "--jobs", "2")
        runs = [one, two, _run(folder, many, documents, "--jobs", "2")]
        said = [f"Two processes are {one.seconds / two.seconds:.2f} times one."]
        if find_spec("ray"):
            runs.append(ray := _run(folder, few, some, "--engine", "ray"))
            more = (ray.seconds - _starting(folder)) / two.seconds - 1
            said.append(f"Ray with two processors, once it has started, takes {more:+.0%} of that.")
        here = _here(folder, few)
        tasks = [Task(1, one.processor / one.documents, here)]
        if BOOK.is_file():
            tasks.append(_book(folder, here))
    rows = [
        f"| {run.engine} | {run.documents:,} | {run.seconds:.1f} | {run.processor:.1f}"
        f" | {run.documents / run.seconds:.1f} | {run.megabytes:.0f} | {run.kilobytes:.1f} |"
        for run in runs
    ]
    return "\n".join(
        [
            f"One-page PDFs, `yosano extract --ocr never`, on {machine()}.",
            "",
            "| | documents | seconds | processor s | pages/s | peak MB | kB of results a page |",
            "|---|---:|---:|---:|---:|---:|---:|",
            *rows,
            "",
            " ".join(said),
            "",
            *_plan(tasks, runs[2]),
            "",
        ]
    )


def _made(folder: Path, count: int) -> Path:
    folder.mkdir()
    pages = [data for path in sorted(MADE.glob("*.pdf")) if _is_one_page(data := path.read_bytes())]
    for number in range(count):
        data = pages[number % len(pages)] + f"\n% {number}\n".encode()
        (folder / f"{number:05}.pdf").write_bytes(data)
    return folder


def _is_one_page(data: bytes) -> bool:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document) == 1
    finally:
        document.close()


def _run(folder: Path, inputs: Path, documents: int, *options: str) -> Run:
    with TemporaryDirectory(dir=folder) as out:
        command = [str(Path(sys.executable).with_name("yosano")), "extract", str(inputs)]
        begin = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--out", out, "--ocr", "never", "-q", *options], stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        if os.waitstatus_to_exitcode(status) != 0:
            raise RuntimeError(f"extract {options} ended with {status}")
        size = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
    return Run(
        " ".join(options),
        documents,
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        size / documents / 1000,
    )


def _starting(folder: Path) -> float:
    """How long Ray takes to start and end with next to nothing to do."""
    (inputs := folder / "one").mkdir(exist_ok=True)
    (inputs / "a.txt").write_text("単位：千円\n・除雪事業費 1,000\n", encoding="utf-8")
    return _run(folder, inputs, 1, "--engine", "ray").seconds


def _here(folder: Path, inputs: Path) -> float:
    """Seconds for each document on the machine of the call: its bytes read, its results written."""
    from pipeline.replace import replacing

    paths = sorted(inputs.iterdir())[:200]
    begin = time.process_time()
    for number, path in enumerate(paths):
        path.read_bytes()
        with replacing(folder / "here" / str(number)) as scratch:
            for name in ("records.jsonl", "leftovers.jsonl", "issues.jsonl", "document.json"):
                (scratch / name).write_bytes(b"x" * 5_000)
    return (time.process_time() - begin) / len(paths)


def _book(folder: Path, here: float) -> Task:
    (inputs := folder / "book").mkdir()
    (inputs / BOOK.name).symlink_to(BOOK)
    return Task(BOOK_PAGES, _run(folder, inputs, 1, "--jobs", "1").processor, here)


def _plan(tasks: Sequence[Task], run: Run) -> list[str]:
    """A million pages, half of them in each kind of document, on machines of two processors."""
    share = PAGES / len(tasks)
    work = [task for task in reversed(tasks) for _ in range(round(share / task.pages))]
    hours = sum(task.there for task in work) / 3600
    costs = ", ".join(
        f"a document of {task.pages} {'page' if task.pages == 1 else 'pages'} {task.there:.3f} s"
        for task in tasks
    )
    here = tasks[0].here
    lines = [
        f"Processor time: {costs}, and {here * 1000:.1f} ms for each on the machine that hands out"
        f" and writes. A million pages, half of them in each kind, are {len(work):,} documents and"
        f" {hours:.1f} core-hours, with {run.kilobytes * PAGES / 1e6:.1f} GB of results, and"
        f" {run.megabytes:.0f} MB of memory for each processor at work.",
        "",
        "Added up by a simulation of the hand-out as it is done, from these times:",
        "",
        "| nodes of two processors | hours | processors at work | machine of the call at work |",
        "|---:|---:|---:|---:|",
    ]
    for nodes in (1, 10, 100, 1_000):
        took = simulate(work, processors=2 * nodes)
        busy = hours * 3600 / (took * 2 * nodes)
        own = sum(task.here for task in work) / took
        lines.append(f"| {nodes:,} | {took / 3600:.2f} | {busy:.0%} | {own:.0%} |")
    return lines


def simulate(work: Sequence[Task], *, processors: int) -> float:
    """Seconds until all is read and written, by the rule of `pipeline/cluster.py`.

    The machine of the call is one server: it hands out while there are fewer than two documents for
    each processor under way, and writes what has come back; each takes half of its time for one.
    """
    free = [0.0] * processors
    waiting = deque(work)
    running: list[tuple[float, int, Task]] = []
    now = 0.0
    while waiting or running:
        while waiting and len(running) < _RAY_AHEAD * processors:
            task = waiting.popleft()
            now += task.here / 2
            end = max(now, heapq.heappop(free)) + task.there
            heapq.heappush(free, end)
            heapq.heappush(running, (end, len(waiting), task))
        end, _, task = heapq.heappop(running)
        now = max(now, end) + task.here / 2
    return now


if __name__ == "__main__":
    sys.exit(main())
