"""Records as annotations for people to correct in doccano or Label Studio, and back as gold."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal, TypeAlias

from models import Extraction
from models.page import PageLayout
from pipeline.annotate.doccano import annotated_lines, doccano_line
from pipeline.annotate.gold import Annotated, Gold, gold_of
from pipeline.annotate.label_studio import annotated_tasks, image_name, label_config, task
from pipeline.annotate.spans import sheets_of
from pipeline.errors import InputError, UsageError
from pipeline.export.labels import labels_of
from pipeline.export.writing import put_in_place
from pipeline.pages import arrange_pages
from pipeline.pictures import Pictures
from pipeline.read import open_document
from pipeline.shown import layout_as_shown

__all__ = ["Gold", "Tool", "Work", "annotate", "gold_of_file", "write_gold"]

Tool: TypeAlias = Literal["doccano", "labelstudio"]
DOCCANO, TASKS, CONFIG = "doccano.jsonl", "label-studio.json", "label-studio.xml"
_SCALE = 2.0


@dataclass(frozen=True, slots=True)
class Work:
    """An extraction to annotate, and its document where that is at hand."""

    extraction: Extraction
    original: Path | None = None


def annotate(works: Sequence[Work], tool: Tool, folder: Path, *, images: str = "") -> list[Path]:
    """Writes what a tool imports, and says which files; they come into `folder` when whole.

    doccano has the pages' texts, whole ones where the documents are at hand. Label Studio needs
    the PDFs, for pictures; `images` is the address under which it will find them.
    """
    with put_in_place(folder) as scratch:
        if tool == "doccano":
            with (scratch / DOCCANO).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in _doccano(works))
        else:
            _label_studio(works, scratch, images)
        return [folder / file.name for file in sorted(scratch.iterdir())]


def gold_of_file(path: Path) -> Mapping[str, Gold]:
    """The gold of each document in a file that doccano or Label Studio has exported.

    By the names of the documents. InputError where the file is neither.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    read = annotated_tasks if text.lstrip().startswith("[") else annotated_lines
    pages: dict[tuple[str, str], list[Annotated]] = defaultdict(list)
    try:
        for page in read(text):
            pages[page.file_name, page.document].append(page)
        return {
            name: gold_of(sorted(each, key=lambda page: page.page))
            for (name, _), each in pages.items()
        }
    except ValueError as error:
        raise InputError(f"{path}: {str(error).splitlines()[0]}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def write_gold(found: Mapping[str, Gold], folder: Path) -> list[Path]:
    """Writes a gold file for each document, named after it."""
    with put_in_place(folder) as scratch:
        for name, gold in found.items():
            lines = (json.dumps(each, ensure_ascii=False) for each in gold.records)
            file = scratch / f"{PurePath(name).stem}.jsonl"
            file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return [folder / file.name for file in sorted(scratch.iterdir())]


def _doccano(works: Sequence[Work]) -> Iterator[str]:
    for work in works:
        layouts = _layouts(work.original) if work.original else {}
        for sheet in sheets_of(work.extraction.document, work.extraction.records):
            yield doccano_line(sheet, layouts.get(sheet.page))


def _layouts(path: Path) -> Mapping[int, PageLayout]:
    with open_document(path) as opened:
        return {
            layout.number: layout_as_shown(layout)
            for layout in arrange_pages(path, opened, ocr="never")
        }


def _label_studio(works: Sequence[Work], folder: Path, images: str) -> None:
    base = f"{images.rstrip('/')}/" if images else ""
    names = labels_of(work.extraction.document for work in works)
    tasks: list[dict[str, object]] = []
    labels: set[str] = set()
    for work in works:
        document = work.extraction.document
        if work.original is None or work.original.suffix.lower() != ".pdf":
            raise UsageError(
                f"{document.file_name}: Label Studio shows pictures, and its PDF is not at hand; "
                "say where it stands with --documents"
            )
        pictures = Pictures(work.original)
        try:
            for sheet in sheets_of(document, work.extraction.records):
                name = image_name(sheet, names[document.sha256])
                (folder / name).write_bytes(pictures.png(sheet.page, scale=_SCALE))
                tasks.append(task(sheet, base + name, pictures.size(sheet.page)))
                labels |= {span.label for span in sheet.spans}
        finally:
            pictures.close()
    text = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    (folder / TASKS).write_text(text, encoding="utf-8")
    (folder / CONFIG).write_text(label_config(labels), encoding="utf-8")
