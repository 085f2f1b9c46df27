"""Runs of evaluate: against earlier ones, of several documents, as corrected, as a page."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import Document, Extraction
from pipeline.cli_app import app
from pipeline.corrections import CORRECTIONS, append
from pipeline.corrections.fields import plain
from pipeline.errors import InputError
from pipeline.files import write_extraction
from pipeline.score.agreement import agreement
from pipeline.score.folders import score_folders
from pipeline.score.gold import parse_gold
from pipeline.score.lines import JsonObject
from pipeline.score.page import write_page
from pipeline.score.summary import compare_runs, summary
from tests.corrections.made import DOCUMENT, change, extraction, item, money

SNOW, ROAD = item(0, "除雪費", 1000), item(1, "道路費", 2000)


def gold_file(path: Path, *lines: JsonObject) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return path


def gold(name: str, yen: int, **more: str) -> JsonObject:
    return {"type": "budget_item", "name": name, "amount": {"yen": yen}, **more}


RIGHT = (gold("除雪費", 1_000_000), gold("道路費", 2_000_000))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_extraction(extraction(SNOW, ROAD), tmp_path / "out" / "a")
    return tmp_path / "out" / "a"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_records_are_scored_as_extracted_and_on_request_as_corrected(
    folder: Path, tmp_path: Path
) -> None:
    file = gold_file(tmp_path / "gold.jsonl", gold("除雪費", 1_500_000), RIGHT[1])
    append(folder / CORRECTIONS, [change(1, SNOW, "amount", plain(money(1500)))])
    (as_extracted,) = score_folders([str(folder)], file)
    (as_corrected,) = score_folders([str(folder)], file, corrected=True)
    assert (as_extracted.evaluation.total.right, as_extracted.evaluation.total.wrong) == (3, 1)
    assert as_corrected.evaluation.total.f1 == 1.0
    assert as_extracted.corrections == 1
    code, _, error = run(folder, "--gold", file, "--min", "0.99")
    assert (code, "--corrected" in error) == (1, True)
    assert run(folder, "--gold", file, "--min", "0.99", "--corrected")[0] == 0


def test_gold_of_another_document_is_refused_with_its_line(folder: Path, tmp_path: Path) -> None:
    file = gold_file(tmp_path / "gold.jsonl", RIGHT[0], gold("道路費", 1, document="cd" * 32))
    with pytest.raises(InputError, match="line 2: gold of another document"):
        score_folders([str(folder)], file)
    file = gold_file(tmp_path / "gold.jsonl", gold("除雪費", 1_000_000, document=DOCUMENT))
    assert score_folders([str(folder)], file)[0].evaluation.total.f1 == 1.0


def test_a_later_run_says_what_got_better_and_worse(folder: Path, tmp_path: Path) -> None:
    file = gold_file(tmp_path / "gold.jsonl", *RIGHT)
    write_extraction(extraction(item(0, "除雪費", 1), ROAD), folder)
    before = score_folders([str(folder)], file)
    kept = tmp_path / "before.json"
    kept.write_text(json.dumps(summary(before)))
    write_extraction(extraction(SNOW, item(1, "道路費", 7)), folder)
    after = score_folders([str(folder)], file)
    against = compare_runs(str(kept), after, gold=file)
    assert [miss["record"] for miss in against.better] == ["除雪費"]
    assert [miss["record"] for miss in against.worse] == ["道路費"]
    same = compare_runs(str(folder), after, gold=file)
    assert (same.better, same.worse) == ((), ())
    with pytest.raises(InputError, match="not a run"):
        compare_runs(str(gold_file(tmp_path / "other.json", RIGHT[0])), after, gold=file)


def test_several_documents_are_scored_by_document_and_issuer(tmp_path: Path) -> None:
    for name, issuer, record in (("a", "甲市", SNOW), ("b", "乙町", ROAD)):
        card = Document(sha256=DOCUMENT, file_name=f"{name}.pdf", issuer=issuer)
        write_extraction(Extraction(card, [record], [], []), tmp_path / "out" / name)
        gold_file(tmp_path / f"{name}.jsonl", RIGHT[0])
    code, output, _ = run(tmp_path / "out", "--gold", tmp_path, "--json")
    kept = json.loads(output)
    assert code == 0
    assert kept["issuers"]["甲市"]["f1"] == 1.0
    assert kept["issuers"]["乙町"]["recall"] == 0.0
    assert [each["issuer"] for each in kept["documents"].values()] == ["甲市", "乙町"]
    assert (kept["money"]["right"], kept["money"]["missing"]) == (1, 1)


@pytest.mark.parametrize(
    ("which", "least", "code"),
    [
        ("all", "0.6", 0),
        ("all", "0.8", 1),
        ("money", "0.45", 0),
        ("money", "0.55", 1),
        ("yen", "0.3", 0),
        ("yen", "0.4", 1),
    ],
)
def test_the_least_score_may_be_of_money_alone(
    folder: Path, tmp_path: Path, which: str, least: str, code: int
) -> None:
    """One of two amounts is right, and it is a third of the money; three of four fields are."""
    file = gold_file(tmp_path / "gold.jsonl", RIGHT[0], gold("道路費", 2_000_001))
    assert run(folder, "--gold", file, "--min", least, "--min-on", which)[0] == code


def test_the_page_shows_every_miss_and_runs_nothing(folder: Path, tmp_path: Path) -> None:
    hostile = '<img src=x onerror="alert(1)">"\'除雪費'
    write_extraction(extraction(item(0, hostile, 1000), ROAD), folder)
    file = gold_file(tmp_path / "gold.jsonl", gold(hostile, 1_000_001), RIGHT[1])
    page = tmp_path / "misses.html"
    write_page(page, score_folders([str(folder)], file))
    html = page.read_text()
    assert "1,000,001" in html
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert not re.search(r"<script|src=\"http|href=\"http", html)


def test_each_miss_has_a_picture_of_its_place(root: Path, tmp_path: Path) -> None:
    from pipeline import extract

    name = "kakuu-r7-shuyo"
    found = extract(root / f"fixtures/made/{name}.pdf")
    write_extraction(found, tmp_path / name)
    lines = [json.loads(line) for line in (root / f"fixtures/made/{name}.jsonl").open()]
    # A figure has its box, a year that is taken over its record's, what was not found its page.
    lines[0]["amount"]["yen"] += 1
    lines[1]["fiscal_year"]["year"] -= 1
    lines.append({"type": "budget_item", "name": "見当たらない事業", "page": 1})
    page = tmp_path / "misses.html"
    results = score_folders([str(tmp_path / name)], gold_file(tmp_path / "gold.jsonl", *lines))
    assert [miss.kind for miss in results[0].evaluation.misses] == ["value", "year", "missing"]
    write_page(page, results, documents=[root / "fixtures"])
    assert page.read_text().count("data:image/png;base64,") == 3


def test_two_peoples_gold_agrees_by_field(tmp_path: Path) -> None:
    one = parse_gold(enumerate([*RIGHT, gold("教育費", 5_000_000)], 1))
    other_lines: list[JsonObject] = [
        {**gold("除雪費", 1_000_000), "department": "土木課"},
        gold("道路費", 2_500_000),
        {"type": "complete"},
    ]
    result = agreement(one, parse_gold(enumerate(other_lines, 1)))
    assert (result.total.agree, result.total.differ, result.both) == (3, 1, 2)
    assert [(each.field, each.lines) for each in result.differences] == [("amount.yen", (2, 2))]
    assert (result.only_one, result.only_other) == (["budget_item 教育費"], [])
    mine = gold_file(tmp_path / "mine.jsonl", *RIGHT)
    theirs = gold_file(tmp_path / "theirs.jsonl", *other_lines)
    code, output, _ = run(mine, "--gold", theirs, "--agreement", "--json")
    assert (code, len(json.loads(output)["differences"])) == (0, 1)
