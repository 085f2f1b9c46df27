"""Where results stand on disk: a folder for each document, written whole or not at all."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from models import RECORD, Document, Extraction, Issue, Leftover, Record
from models.mention import TextMention
from pipeline.collector import seldom_collected
from pipeline.errors import InputError
from pipeline.places import CARD, ISSUES, LEFTOVERS, MENTIONS, PAGES, RECORDS
from pipeline.replace import replacing

_PAUSE = 0.05


def write_extraction(
    extraction: Extraction,
    folder: Path,
    *,
    draw: Callable[[Path], None] | None = None,
    mentions: Sequence[TextMention] | None = None,
) -> Document:
    """Writes the four files as one, in the place of an earlier result; gives back the card.

    `draw` may put pictures of the pages into the folder that it is given; `mentions` are written
    beside the records where they were asked for. An earlier result stays
    as it is until the new one is complete. UsageError where `folder` holds something else.
    """
    with replacing(folder) as scratch:
        (scratch / RECORDS).write_bytes(_lines_of(extraction.records))
        (scratch / LEFTOVERS).write_bytes(_lines_of(extraction.leftovers))
        (scratch / ISSUES).write_bytes(_lines_of(extraction.issues))
        if mentions is not None:
            (scratch / MENTIONS).write_bytes(_lines_of(mentions))
        if draw:
            draw(scratch / PAGES)
        document = extraction.document.model_copy(update={"files": _checksums(scratch)})
        card = json.dumps(document.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        (scratch / CARD).write_text(card, encoding="utf-8", newline="\n")
    return document


def read_extraction(folder: Path) -> Extraction:
    """What `write_extraction` wrote. InputError where a file is missing or is not what it was."""
    with _as_written(folder), seldom_collected():
        document, contents = _read_whole(folder)
        return Extraction(
            document=document,
            records=[RECORD.validate_json(line) for line in _lines(contents[RECORDS])],
            leftovers=[Leftover.model_validate_json(line) for line in _lines(contents[LEFTOVERS])],
            issues=[Issue.model_validate_json(line) for line in _lines(contents[ISSUES])],
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


def changed_files(folder: Path) -> list[str]:
    """The files that are not as yosano wrote them, by the checksums in the card."""
    document, contents = _read_whole(folder)
    return [name for name, data in contents.items() if not _is_as_written(document, name, data)]


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
    """The value as its line of JSON Lines."""
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False)


def _read_whole(folder: Path) -> tuple[Document, dict[str, bytes]]:
    """The card and the bytes of the other files, of one result though it is being replaced.

    Files that do not have the card's checksums may be of two results: they are read again. What
    stays different was changed by somebody, and is given as it is.
    """
    for last in (False, False, False, True):
        document = Document.model_validate_json((folder / CARD).read_bytes())
        contents = {name: (folder / name).read_bytes() for name in (RECORDS, LEFTOVERS, ISSUES)}
        if last or all(_is_as_written(document, *each) for each in contents.items()):
            break
        time.sleep(_PAUSE)
    return document, contents


def _is_as_written(document: Document, name: str, data: bytes) -> bool:
    return not document.files or document.files.get(name) == hashlib.sha256(data).hexdigest()


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _lines_of(values: Iterable[BaseModel]) -> bytes:
    return "".join(f"{dump(value)}\n" for value in values).encode("utf-8")


def _lines(data: bytes) -> list[str]:
    # splitlines() would also break at the line separators that JSON leaves unescaped in strings.
    return [line for line in data.decode("utf-8").split("\n") if line]
