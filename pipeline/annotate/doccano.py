"""Pages as doccano's JSON Lines for sequence labelling with relations, and back.

doccano gives entities new ids and keeps their labels and offsets, and what else stands on a line:
by these a page's entities are known again, and `yosano` has the records that they are of.
"""

import json
from collections.abc import Iterator, Mapping

from models.page import PageLayout
from pipeline.annotate.gold import Annotated, Mark
from pipeline.annotate.spans import Owner, Sheet, page_text, plain_records
from pipeline.errors import InputError


def doccano_line(sheet: Sheet, layout: PageLayout | None = None) -> str:
    """A page as a line: its text, its entities, and of which name each figure is."""
    text, placed = page_text(sheet, layout)
    entities: list[dict[str, object]] = []
    owners: dict[str, list[list[str]]] = {}
    first: dict[str, int] = {}
    relations: list[dict[str, object]] = []
    for number, each in enumerate(placed):
        key = _key(each.span.label, each.start, each.end)
        known = [[owner.record, owner.path] for owner in each.span.owners]
        if key in owners:
            owners[key] += known
            continue
        owners[key] = known
        entities.append(
            {
                "id": number,
                "label": each.span.label,
                "start_offset": each.start,
                "end_offset": each.end,
            }
        )
        for owner in each.span.owners:
            of = first.setdefault(owner.record, number)
            if of != number:
                link = {"id": len(relations), "from_id": number, "to_id": of, "type": "of"}
                relations.append(link)
    meta = {
        "document": sheet.document.sha256,
        "file_name": sheet.document.file_name,
        "page": sheet.page,
        "records": dict(plain_records(sheet)),
        "owners": owners,
    }
    line = {"text": text, "entities": entities, "relations": relations, "yosano": meta}
    return json.dumps(line, ensure_ascii=False)


def annotated_lines(text: str) -> Iterator[Annotated]:
    """The pages of a file that doccano has exported. InputError names a line that is none."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _annotated(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(
                    f"line {number} is no page that yosano wrote for doccano ({error!r})"
                ) from error


def _annotated(line: Mapping[str, object]) -> Annotated:
    text = str(line["text"])
    meta = line.get("yosano")
    if meta is None and isinstance(line.get("meta"), Mapping):
        meta = line["meta"]["yosano"]  # type: ignore[index]
    if not isinstance(meta, Mapping):
        raise TypeError("yosano")
    owners = {
        key: [Owner(*map(str, each)) for each in known] for key, known in meta["owners"].items()
    }
    marks: dict[str, Mark] = {}
    by_id: dict[object, str] = {}
    for entity in line["entities"]:  # type: ignore[attr-defined]
        start, end = int(entity["start_offset"]), int(entity["end_offset"])
        key = _key(entity["label"], start, end)
        by_id[entity["id"]] = key
        # A place that is as it was says nothing new; what stands between the lines of a name that
        # wraps is no part of it.
        words = "" if key in owners else text[start:end]
        marks[key] = Mark(key, str(entity["label"]), words)
    links = [
        (by_id[each["from_id"]], by_id[each["to_id"]])
        for each in line.get("relations", [])  # type: ignore[attr-defined]
        if each["from_id"] in by_id and each["to_id"] in by_id
    ]
    return Annotated(
        document=str(meta["document"]),
        file_name=str(meta["file_name"]),
        page=int(meta["page"]),
        records=meta["records"],
        owners=owners,
        marks=marks,
        links=links,
    )


def _key(label: object, start: int, end: int) -> str:
    return f"{label}:{start}:{end}"
