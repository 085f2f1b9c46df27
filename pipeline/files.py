"""Where results stand on disk: a folder for each document, written whole or not at all."""

import glob
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from models import RECORD, Document, Extraction, Issue, Leftover, Record
from pipeline.errors import InputError

READABLE = frozenset({".pdf", ".txt"})
RECORDS, LEFTOVERS, ISSUES, CARD = (
    "records.jsonl",
    "leftovers.jsonl",
    "issues.jsonl",
    "document.json",
)
# What people have written beside the results: no new extraction takes it away.
CORRECTIONS = "corrections.jsonl"


def find_inputs(paths: Sequence[str]) -> list[Path]:
    """The documents that files, folders and globs name, each once, in a fixed order.

    A file is taken whatever its suffix; a folder gives those of its files that can be read. What is
    not there, gives nothing or matches nothing stays in the list as it is: opening it says so, and
    the other inputs are done.
    """
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            inside = sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in READABLE and file.is_file()
            )
        elif glob.has_magic(text) and not path.exists():
            inside = sorted(Path(name) for name in glob.glob(text, recursive=True))
            inside = [file for file in inside if file.is_file()]
        else:
            inside = []
        found.update(dict.fromkeys(inside or [path]))
    return list(found)


def name_folders(inputs: Iterable[Path]) -> dict[Path, str]:
    """A folder name for each input: its stem, with a number where two share one."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in inputs:
        stem = path.stem or "document"
        name, number = stem, 2
        while name.casefold() in taken:
            name = f"{stem}-{number}"
            number += 1
        taken.add(name.casefold())
        names[path] = name
    return names


def write_extraction(extraction: Extraction, folder: Path) -> None:
    """Writes the four files beside `folder` and puts them in its place in one move.

    An earlier result stays as it is until the new one is complete.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        scratch.chmod(0o755)
        _write_lines(scratch / RECORDS, (dump(record) for record in extraction.records))
        _write_lines(scratch / LEFTOVERS, (dump(each) for each in extraction.leftovers))
        _write_lines(scratch / ISSUES, (dump(issue) for issue in extraction.issues))
        card = extraction.document.model_dump(mode="json")
        (scratch / CARD).write_text(
            json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        if folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
            os.replace(folder, old / folder.name)
            os.replace(scratch, folder)
            _bring_along(old / folder.name / CORRECTIONS, folder / CORRECTIONS)
            shutil.rmtree(old)
        else:
            os.replace(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _bring_along(old: Path, new: Path) -> None:
    """Moves a file into the folder that has taken its folder's place.

    Where somebody has begun a new one in this moment, the old one's lines are added to it.
    """
    try:
        os.link(old, new)
    except FileNotFoundError:
        return
    except FileExistsError:
        with new.open("ab") as file:
            file.write(b"\n" + old.read_bytes())
    except OSError:  # a file system without hard links
        shutil.copyfile(old, new)


def read_extraction(folder: Path) -> Extraction:
    """What `write_extraction` wrote. InputError where a file is missing or is not what it was."""
    with _as_written(folder):
        return Extraction(
            document=Document.model_validate_json((folder / CARD).read_bytes()),
            records=[RECORD.validate_json(line) for line in _lines(folder / RECORDS)],
            leftovers=[Leftover.model_validate_json(line) for line in _lines(folder / LEFTOVERS)],
            issues=[Issue.model_validate_json(line) for line in _lines(folder / ISSUES)],
        )


def read_card(folder: Path) -> Document:
    """The card of an extraction alone. InputError as `read_extraction`."""
    with _as_written(folder):
        return Document.model_validate_json((folder / CARD).read_bytes())


def stream_records(folder: Path) -> Iterator[Record]:
    """The records of an extraction one by one, as extracted. InputError as `read_extraction`."""
    with _as_written(folder), (folder / RECORDS).open("rb") as file:
        for line in file:
            if line.strip():
                yield RECORD.validate_json(line)


@contextmanager
def _as_written(folder: Path) -> Iterator[None]:
    """Says of a file that is missing or is not what it was what to do about it."""
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(
            f"{folder}: {Path(str(error.filename)).name} is missing; run `yosano extract` first",
            code="no_extraction",
        ) from error
    except ValueError as error:
        raise InputError(
            f"{folder}: not an extraction of this version; run `yosano extract` again "
            f"({str(error).splitlines()[0]})",
            code="no_extraction",
        ) from error


def find_extractions(paths: Sequence[str]) -> list[Path]:
    """The extraction folders that paths name: themselves, or those inside them."""
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if path.is_file() and path.name in {RECORDS, CARD}:
            path = path.parent
        if (path / CARD).is_file():
            found[path] = None
            continue
        # Names with a dot are scratch folders that a killed run has left behind.
        inside = sorted(card.parent for card in path.glob(f"[!.]*/{CARD}")) if path.is_dir() else []
        if not inside:
            raise InputError(
                f"{text}: no extraction here; run `yosano extract` first", code="no_extraction"
            )
        found.update(dict.fromkeys(inside))
    return list(found)


def dump_records(records: Iterable[Record]) -> str:
    """Records as JSON Lines."""
    return "".join(f"{dump(record)}\n" for record in records)


def dump(value: BaseModel) -> str:
    """The value as its line of JSON Lines, byte for byte the same in files and in the store."""
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _lines(path: Path) -> list[str]:
    # splitlines() would also break at the line separators that JSON leaves unescaped in strings.
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
