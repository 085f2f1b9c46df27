"""Annotations: what goes out comes back as the same gold, and what people change is read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models import Extraction, Money, Source
from pipeline.annotate import Gold, Tool, Work, annotate, doccano, gold_of_file
from pipeline.annotate.read_value import UnreadableError, read_value
from pipeline.annotate.spans import Owner, Placed, Span
from pipeline.cli_app import app
from pipeline.errors import InputError, UsageError
from pipeline.files import write_extraction
from pipeline.run import extract
from pipeline.score.evaluate import evaluate
from tests.export.kit import item, volume

Json = Any
FILES = {"doccano": "doccano.jsonl", "labelstudio": "label-studio.json"}
SEEDS = ("000", "001", "002", "003", "004")


def page(*names: str) -> Work:
    """A page with a project a line: its name, and its amount in thousands."""
    records = [
        item(
            n,
            name=name,
            amount=Money(yen=n * 1000, text=str(n), unit=1000),
            sources={
                "name": Source(page=1, bbox=(10, 20 * n, 50, 20 * n + 10), text=name),
                "amount": Source(page=1, bbox=(90, 20 * n, 99, 20 * n + 10), text=str(n)),
            },
        )
        for n, name in enumerate(names, start=1)
    ]
    return Work(Extraction(volume(records).document, list(records), [], []))


def came_back(work: Work, folder: Path, change: Callable[[Json], None]) -> Gold:
    """The gold of a page after somebody has worked on it in doccano."""
    annotate([work], "doccano", folder)
    file = folder / FILES["doccano"]
    line = json.loads(file.read_text(encoding="utf-8"))
    for number, entity in enumerate(line["entities"]):  # doccano gives ids of its own
        old, entity["id"] = entity["id"], 1000 + number
        for relation in line["relations"]:
            for end in ("from_id", "to_id"):
                relation[end] = entity["id"] if relation[end] == old else relation[end]
    change(line)
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    (gold,) = gold_of_file(file).values()
    return gold


def entity(line: Json, label: str, text: str, number: int) -> Json:
    """A new mark on some words of the page's text."""
    line["text"] += text + "\n"
    start = line["text"].rindex(text)
    made = {"id": number, "label": label, "start_offset": start, "end_offset": start + len(text)}
    line["entities"].append(made)
    return made


# There and back


@pytest.mark.parametrize("tool", ["doccano", "labelstudio"])
@pytest.mark.parametrize("name", ["kakuu-r7-shuyo", "kakuu-senryaku-kpi", "kakuu-r6-hosei3"])
def test_what_nobody_changes_comes_back_as_the_same_gold(
    root: Path, tmp_path: Path, name: str, tool: Tool
) -> None:
    pdf = root / f"fixtures/made/{name}.pdf"
    extraction = extract(pdf)
    annotate([Work(extraction, pdf)], tool, tmp_path)
    (gold,) = gold_of_file(tmp_path / FILES[tool]).values()
    found = [record.model_dump(mode="json") for record in extraction.records]
    score = evaluate([*gold.records, {"type": "complete"}], found)
    assert (score.misses, score.total.f1, gold.unread) == ([], 1.0, [])


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_come_back_from_doccano(root: Path, tmp_path: Path, name: str) -> None:
    (seed,) = (root / "seeds").glob(f"{name}_*.txt")
    extraction = extract(seed)
    annotate([Work(extraction, seed)], "doccano", tmp_path)
    (gold,) = gold_of_file(tmp_path / FILES["doccano"]).values()
    found = [record.model_dump(mode="json") for record in extraction.records]
    assert evaluate([*gold.records, {"type": "complete"}], found).total.f1 == 1.0


def test_a_name_that_wraps_around_a_figure_comes_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = page("道路維持負担金")
    (record,) = work.extraction.records
    name = record.sources["name"].model_copy(update={"text": "道路維持負\n担金"})
    wrapped = record.model_copy(update={"sources": record.sources | {"name": name}})
    placed = Placed(Span("budget_item.name", name, [Owner(record.id, "name")]), 0, 13)
    text = "道路維持負 750\n担金\n"
    monkeypatch.setattr(doccano, "page_text", lambda *_: (text, [placed]))
    extraction = Extraction(work.extraction.document, [wrapped], [], [])
    gold = came_back(Work(extraction, None), tmp_path, lambda _: None)
    assert gold.records[0]["name"] == "道路維持負担金"


def test_every_entity_covers_the_words_that_were_read(root: Path, tmp_path: Path) -> None:
    (seed,) = (root / "seeds").glob("004_*.txt")
    extraction = extract(seed)
    printed = {s.text for record in extraction.records for s in record.sources.values()}
    annotate([Work(extraction, seed)], "doccano", tmp_path)
    for text in (tmp_path / FILES["doccano"]).read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        for each in line["entities"]:
            assert line["text"][each["start_offset"] : each["end_offset"]] in printed


def test_a_page_is_whole_where_the_document_is_at_hand(root: Path, tmp_path: Path) -> None:
    (seed,) = (root / "seeds").glob("004_*.txt")
    extraction = extract(seed)
    texts = []
    for original in (seed, None):
        annotate([Work(extraction, original)], "doccano", tmp_path)
        line = (tmp_path / FILES["doccano"]).read_text(encoding="utf-8").splitlines()[0]
        texts.append(json.loads(line)["text"])
    assert len(texts[0]) > len(texts[1])


# What people change


def test_a_mark_that_is_taken_away_is_null(tmp_path: Path) -> None:
    def change(line: Json) -> None:
        line["entities"] = [e for e in line["entities"] if not e["label"].endswith(".amount")]

    gold = came_back(page("除雪費"), tmp_path, change)
    assert [(each["name"], each["amount"]) for each in gold.records] == [("除雪費", None)]


def test_a_record_without_any_mark_is_none(tmp_path: Path) -> None:
    def change(line: Json) -> None:
        line["entities"] = line["entities"][2:]
        line["relations"] = line["relations"][1:]

    gold = came_back(page("除雪費", "道路費"), tmp_path, change)
    assert [each["name"] for each in gold.records] == ["道路費"]


def test_a_new_mark_that_is_linked_to_a_record_is_its_field(tmp_path: Path) -> None:
    def change(line: Json) -> None:
        entity(line, "budget_item.department", "土木部 道路課", 7)
        entity(line, "budget_item.prior_amount", "3,500", 8)
        (of, *_) = line["entities"]
        for number in (7, 8):
            line["relations"].append(
                {"id": number, "from_id": number, "to_id": of["id"], "type": "of"}
            )

    (record,) = came_back(page("除雪費"), tmp_path, change).records
    assert record["department"] == "土木部 道路課"
    assert record["prior_amount"]["yen"] == 3_500_000  # type: ignore[index,call-overload]


def test_marks_that_are_linked_to_each_other_alone_are_a_new_record(tmp_path: Path) -> None:
    def change(line: Json) -> None:
        entity(line, "budget_item.name", "公園費", 7)
        entity(line, "budget_item.amount", "2億円", 8)
        line["relations"].append({"id": 9, "from_id": 8, "to_id": 7, "type": "of"})

    old, new = came_back(page("除雪費"), tmp_path, change).records
    assert (old["name"], new["name"]) == ("除雪費", "公園費")
    assert new["amount"]["yen"] == 200_000_000  # type: ignore[index,call-overload]


def test_what_cannot_be_read_is_said_and_left_out(tmp_path: Path) -> None:
    def change(line: Json) -> None:
        entity(line, "budget_item.change", "なし", 7)
        entity(line, "no_type.name", "x", 8)
        (of, *_) = line["entities"]
        line["relations"].append({"id": 9, "from_id": 7, "to_id": of["id"], "type": "of"})

    gold = came_back(page("除雪費"), tmp_path, change)
    assert [each["change"] for each in gold.records] == [None]
    assert sorted(gold.unread) == [
        "page 1: 'なし' is no change of a budget_item",
        "page 1: no record type no_type",
    ]


def test_a_text_that_is_corrected_in_label_studio_is_read_anew(root: Path, tmp_path: Path) -> None:
    pdf = root / "fixtures/made/kakuu-r7-shuyo.pdf"
    annotate([Work(extract(pdf), pdf)], "labelstudio", tmp_path)
    file = tmp_path / FILES["labelstudio"]
    (task,) = json.loads(file.read_text(encoding="utf-8"))
    result = task["predictions"][0]["result"]
    regions = {
        each["id"]: each["value"]["rectanglelabels"][0]
        for each in result
        if each["type"] == "rectanglelabels"
    }
    first = {label: id_ for id_, label in reversed(regions.items())}
    for each in result:
        if each["type"] == "textarea" and each["id"] == first["budget_item.amount"]:
            each["value"]["text"] = ["9,999"]
        if each["type"] == "textarea" and each["id"] == first["budget_item.name"]:
            each["value"]["text"] = ["直した\n事業"]
    task["annotations"] = [{"result": result}]
    file.write_text(json.dumps([task]), encoding="utf-8")
    (gold,) = gold_of_file(file).values()
    assert gold.records[0]["name"] == "直した事業"
    assert gold.records[0]["amount"]["yen"] == 9_999_000  # type: ignore[index,call-overload]


def test_boxes_are_where_the_figures_stand(root: Path, tmp_path: Path) -> None:
    pdf = root / "fixtures/made/kakuu-r7-shuyo.pdf"
    files = annotate([Work(extract(pdf), pdf)], "labelstudio", tmp_path, images="/data/?d=x/")
    assert {file.suffix for file in files} == {".json", ".xml", ".png"}
    (task,) = json.loads((tmp_path / FILES["labelstudio"]).read_text(encoding="utf-8"))
    (picture,) = tmp_path.glob("*.png")
    assert task["data"]["image"] == f"/data/?d=x/{picture.name}"
    for each in task["predictions"][0]["result"]:
        if each["type"] == "rectanglelabels":
            value = each["value"]
            assert 0 <= value["x"] < value["x"] + value["width"] <= 100
            assert 0 <= value["y"] < value["y"] + value["height"] <= 100
    config = (tmp_path / "label-studio.xml").read_text(encoding="utf-8")
    assert '<Label value="budget_item.amount"' in config


# What is refused


def test_label_studio_needs_the_pdf(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--documents"):
        annotate([page("除雪費")], "labelstudio", tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "line 1 is no page that yosano wrote for doccano"),
        ("nothing", "line 1"),
        ("[1]", "no tasks that yosano wrote"),
        ('[{"data": {}}]', "no tasks that yosano wrote"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        gold_of_file(file)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("amount", "1,056", 1_056_000),
        ("amount", "△5", -5_000),
        ("amount", "1億2千万円", 120_000_000),
        ("funding.0.amount", "7", 7_000),
    ],
)
def test_amounts_are_read_in_the_unit_of_their_record(path: str, text: str, value: int) -> None:
    read = read_value("budget_item", path, text, unit=1000)
    assert isinstance(read, dict)
    assert read["yen"] == value


def test_other_fields_are_read_as_what_they_are() -> None:
    assert read_value("budget_item", "name", "道路\n整備費") == "道路整備費"
    assert read_value("budget_item", "others_count", "3") == 3
    year = read_value("budget_item", "fiscal_year", "令和6年度")
    assert isinstance(year, dict)
    assert year["year"] == 2024
    with pytest.raises(UnreadableError):
        read_value("budget_item", "fiscal_year", "いつか")


def test_the_commands_go_there_and_back(root: Path, tmp_path: Path) -> None:
    (seed,) = (root / "seeds").glob("004_*.txt")
    write_extraction(extract(seed), tmp_path / "004")
    run = CliRunner()
    out, gold = tmp_path / "annotate", tmp_path / "gold"
    call = ["annotate", str(tmp_path / "004"), "--format", "doccano", "--out", str(out)]
    assert run.invoke(app, call).exit_code == 0
    back = run.invoke(app, ["gold", str(out / "doccano.jsonl"), "--out", str(gold)])
    assert back.exit_code == 0
    (written,) = gold.glob("*.jsonl")
    scored = run.invoke(
        app, ["evaluate", str(tmp_path / "004"), "--gold", str(written), "--min", "1.0"]
    )
    assert scored.exit_code == 0
