"""Pages as Label Studio tasks with boxes over their pictures, and back.

Each box has the text that was read in it, to be corrected, and a relation to its record's first
box. Label Studio keeps the ids of regions: by these the boxes are known again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from xml.sax.saxutils import quoteattr

from models import BBox
from pipeline.annotate.gold import Annotated, Mark
from pipeline.annotate.spans import Owner, Sheet, plain_records
from pipeline.errors import InputError

_COLOURS = ("#2f5f8a", "#b3372f", "#1b6e53", "#8a5a00", "#6a4c93", "#00798c", "#c06014", "#5d6b79")


def label_config(labels: Iterable[str]) -> str:
    """The labelling interface: the page, a label for each field, and the text of a box."""
    shown = "\n".join(
        f"    <Label value={quoteattr(label)} background={quoteattr(_COLOURS[n % len(_COLOURS)])}/>"
        for n, label in enumerate(sorted(set(labels)))
    )
    return f"""<View>
  <Image name="page" value="$image" zoom="true" zoomControl="true"/>
  <RectangleLabels name="label" toName="page">
{shown}
  </RectangleLabels>
  <TextArea name="text" toName="page" perRegion="true" editable="true" rows="1"/>
  <Relations><Relation value="of"/></Relations>
</View>
"""


def task(sheet: Sheet, image: str, size: tuple[float, float]) -> dict[str, object]:
    """A page as a task with its boxes as a prediction; `size` is the page's, in points."""
    result: list[dict[str, object]] = []
    owners: dict[str, list[list[str]]] = {}
    first: dict[str, str] = {}
    links: list[dict[str, object]] = []
    scores: list[float] = []
    for number, span in enumerate(sheet.spans):
        if span.source.bbox is None:
            continue
        region = f"r{number}"
        owners[region] = [[owner.record, owner.path] for owner in span.owners]
        result += _region(region, span.label, span.source.text, _percent(span.source.bbox, size))
        for owner in span.owners:
            score = sheet.records[owner.record].confidence.get(owner.path)
            scores += [] if score is None else [score]
            of = first.setdefault(owner.record, region)
            if of != region:
                link = {"type": "relation", "from_id": region, "to_id": of, "direction": "right"}
                links.append({**link, "labels": ["of"]})
    meta = {
        "document": sheet.document.sha256,
        "file_name": sheet.document.file_name,
        "page": sheet.page,
        "records": dict(plain_records(sheet)),
        "owners": owners,
    }
    version = f"yosano {sheet.document.versions.get('yosano', '')}".strip()
    prediction: dict[str, object] = {"model_version": version, "result": [*result, *links]}
    if scores:
        prediction["score"] = min(scores)
    return {"data": {"image": image, "yosano": meta}, "predictions": [prediction]}


def image_name(sheet: Sheet, label: str) -> str:
    """The name of a page's picture."""
    stem = PurePath(label.replace("/", "_")).stem or "document"
    return f"{stem}-{sheet.document.sha256[:8]}-{sheet.page:04}.png"


def annotated_tasks(text: str) -> Iterator[Annotated]:
    """The pages of a file that Label Studio has exported. InputError says where it is none."""
    try:
        tasks = json.loads(text)
        for each in tasks:
            yield _annotated(each)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"no tasks that yosano wrote for Label Studio ({error!r})") from error


def _annotated(each: Mapping[str, object]) -> Annotated:
    meta = each["data"]["yosano"]  # type: ignore[index]
    owners = {
        key: [Owner(*map(str, one)) for one in known] for key, known in meta["owners"].items()
    }
    marks: dict[str, Mark] = {}
    texts: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for one in _results(each):
        match one.get("type"):
            case "rectanglelabels":
                (label, *_) = one["value"]["rectanglelabels"]  # type: ignore[index]
                marks[str(one["id"])] = Mark(str(one["id"]), str(label), "")
            case "textarea":
                texts[str(one["id"])] = "\n".join(one["value"]["text"])  # type: ignore[index]
            case "relation":
                links.append((str(one["from_id"]), str(one["to_id"])))
    return Annotated(
        document=str(meta["document"]),
        file_name=str(meta["file_name"]),
        page=int(meta["page"]),
        records=meta["records"],
        owners=owners,
        marks={
            key: Mark(key, mark.label, texts.get(key, mark.text)) for key, mark in marks.items()
        },
        links=[link for link in links if link[0] in marks and link[1] in marks],
    )


def _results(each: Mapping[str, object]) -> Sequence[Mapping[str, object]]:
    """What a person made of the page; the prediction where nobody has looked at it."""
    for name in ("annotations", "predictions"):
        made = each.get(name)
        if isinstance(made, list) and made:
            return made[-1]["result"]  # type: ignore[no-any-return]
    return []


def _region(region: str, label: str, text: str, value: dict[str, float]) -> list[dict[str, object]]:
    common = {"id": region, "to_name": "page", "image_rotation": 0}
    labelled = {**value, "rotation": 0, "rectanglelabels": [label]}
    written = {**value, "rotation": 0, "text": [text]}
    return [
        {**common, "type": "rectanglelabels", "from_name": "label", "value": labelled},
        {**common, "type": "textarea", "from_name": "text", "value": written},
    ]


def _percent(box: BBox, size: tuple[float, float]) -> dict[str, float]:
    width, height = size
    return {
        "x": round(100 * box[0] / width, 4),
        "y": round(100 * box[1] / height, 4),
        "width": round(100 * (box[2] - box[0]) / width, 4),
        "height": round(100 * (box[3] - box[1]) / height, 4),
    }
