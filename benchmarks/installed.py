"""What an install of yosano has to do, tried by its command in a user's folder."""

import os
import shutil
import subprocess
import sys
import urllib.request
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.fuzzed import ROOT, assembled

_PROJECTS = "kakuu-r7-shuyo.pdf"
_TRAP = "open({place!r}, 'a').write(__name__ + ' ')\nraise SystemExit('taken from here')\n"


@dataclass(frozen=True, slots=True)
class Place:
    """The command of an install, and the folder in which it is called."""

    command: Path
    folder: Path

    def run(self, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Calls it there, as somebody with no settings of their own."""
        command = [str(self.command), *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=bare(), capture_output=True, text=True, timeout=seconds
        )  # fmt: skip


def bare() -> dict[str, str]:
    """The environment of somebody with no settings of their own."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


@dataclass(frozen=True, slots=True)
class Call:
    """A call, what it should exit with, and a file that it should leave, with something in it."""

    arguments: str
    exit: int = 0
    leaves: str | None = None


BASE = (
    Call("--help"),
    Call("extract a.txt a.pdf --out o", leaves="o/a-2/records.jsonl"),
    Call("ingest a.pdf --store sqlite:///kept.db", leaves="kept.db"),
    Call("check o"),
    Call("check --store sqlite:///kept.db"),
    Call("report o --out report.html", leaves="report.html"),
    Call("export o --format csv --out csv", leaves="csv/projects.csv"),
    Call("evaluate o/a-2 --gold gold.jsonl"),
    Call("schema budget_item"),
    Call("extract scan.pdf --ocr never --out never", leaves="never/scan/document.json"),
)
WITH: Mapping[str, tuple[Call, ...]] = {
    "ocr": (Call("extract scan.pdf --out scanned", leaves="scanned/scan/records.jsonl"),),
    "export": (
        Call("export o --format xlsx --out xlsx", leaves="xlsx/yosano.xlsx"),
        Call("export o --format parquet --out parquet", leaves="parquet/projects.parquet"),
    ),
    "web": (),
    "scale": (
        Call("extract a.txt --engine ray --out ray", leaves="ray/a/records.jsonl"),
        Call("ingest a.txt --store postgresql://127.0.0.1:1/none", exit=5),
    ),
}
WITHOUT: Mapping[str, str] = {
    "ocr": "extract scan.pdf --out unread",
    "export": "export o --format xlsx --out unwritten",
    "web": "review o",
    "scale": "ingest a.txt --store postgresql://127.0.0.1:1/none",
}
"""What a base install says that it lacks something for, with exit code 4 and what to install."""
EXTRAS = tuple(WITH)


def lay(folder: Path) -> None:
    """A user's folder: documents as text, PDF and scan, and modules that nobody may import."""
    folder.mkdir()
    shutil.copy(next(ROOT.glob("seeds/004*.txt")), folder / "a.txt")
    shutil.copy(ROOT / "fixtures/made" / _PROJECTS, folder / "a.pdf")
    shutil.copy((ROOT / "fixtures/made" / _PROJECTS).with_suffix(".jsonl"), folder / "gold.jsonl")
    (folder / "scan.pdf").write_bytes(_scan(ROOT / "fixtures/made" / _PROJECTS))
    names = {*sys.stdlib_module_names, *_ours(), "sitecustomize", "usercustomize"}
    for name in sorted(names):
        (folder / f"{name}.py").write_text(_TRAP.format(place=str(folder / "EXECUTED")))


def what_fails(place: Place, extras: Sequence[str]) -> Iterator[str]:
    """What an install with these extras does not do, or does that it should not."""
    for call in [*BASE, *(each for extra in extras for each in WITH[extra])]:
        yield from _failed(place, call)
    if "web" in extras:
        yield from _unserved(place)
    for extra in sorted(WITHOUT.keys() - set(extras)):
        run = place.run(*WITHOUT[extra].split())
        if run.returncode != 4 or "pip install" not in run.stderr or "Traceback" in run.stderr:
            yield f"without {extra}: exit {run.returncode}: {run.stderr[-300:]}"
    if (place.folder / "EXECUTED").exists():
        yield f"imported from the user's folder: {(place.folder / 'EXECUTED').read_text()}"


def _failed(place: Place, call: Call) -> Iterator[str]:
    run = place.run(*call.arguments.split())
    if run.returncode != call.exit or "Traceback" in run.stderr:
        yield f"yosano {call.arguments}: exit {run.returncode}: {run.stderr[-300:]}"
    elif call.leaves and not _has_something(place.folder / call.leaves):
        yield f"yosano {call.arguments}: nothing in {call.leaves}"


def _has_something(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _unserved(place: Place) -> Iterator[str]:
    """Whether the review opens at the address that it prints."""
    command = [str(place.command), "review", "o", "."]
    with subprocess.Popen(
        command,
        cwd=place.folder,
        env=bare(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as served:
        try:
            assert served.stdout is not None
            words = served.stdout.readline().split()
            address = next((word for word in words if word.startswith("http://")), None)
            if address is None:
                yield f"yosano review: no address in {' '.join(words)!r}"
                return
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with browser.open(address, timeout=60) as answer:
                if b"a.pdf" not in answer.read():
                    yield "yosano review: the page does not name the document"
        except OSError as error:
            yield f"yosano review: {error}"
        finally:
            served.terminate()


def _ours() -> Iterator[str]:
    """Names of what is installed here, yosano's own among them."""
    yield from ("pipeline", "models")
    for path in sys.path:
        if path.endswith("site-packages"):
            yield from (each.name.partition(".")[0] for each in Path(path).iterdir()
                        if each.suffix in ("", ".py") and each.name.isidentifier())  # fmt: skip


def _scan(pdf: Path) -> bytes:
    """The first page of a PDF as a picture on a page."""
    document = pdfium.PdfDocument(pdf)
    picture = document[0].render(scale=200 / 72, grayscale=True)
    size = picture.width, picture.height
    data = zlib.compress(bytes(picture.to_numpy().tobytes()))
    document.close()
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d" % (*size, len(data))
    )
    wide, high = (72 * side / 200 for side in size)
    drawn = f"{wide} 0 0 {high} 0 0 cm /I Do".encode()
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents 5 0 R"
        " /Resources << /XObject << /I 4 0 R >> >> >>"
    )
    return assembled(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: page.encode(),
            4: b"<< %b >>\nstream\n%b\nendstream" % (entries, data),
            5: b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        }
    )
