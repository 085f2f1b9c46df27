import json
from pathlib import Path

from typer.testing import CliRunner

from models.mention import TextMention
from models.page import TextPage
from pipeline.cli_app import app
from pipeline.jobs import extract_with, find_mentions
from pipeline.layout.text import arrange_text
from pipeline.mentions import mentions_of
from pipeline.run import Options

_TEXT = """令和4年度 主な取組

街路灯整備事業により、駅前の照明を更新します。令和5年度には、子ども医療費助成事業に1億
2,000万円を計上し、対象を18歳まで広げます。
・道路補修事業
・安全・安心な暮らしを
支えるまちづくりプロジェクト
"""


def _mentions(text: str) -> list[TextMention]:
    page = TextPage(1, 1, tuple(text.splitlines()))
    return mentions_of([arrange_text(page)], [], year=2022)


def _of(kind: str) -> list[object]:
    return [each.value for each in _mentions(_TEXT) if each.kind == kind]


def test_names_of_projects_without_an_amount_are_mentioned() -> None:
    assert _of("project") == [
        "街路灯整備事業",
        "子ども医療費助成事業",
        "道路補修事業",
        "安全・安心な暮らしを支えるまちづくりプロジェクト",
    ]


def test_an_amount_over_a_line_end_is_one_mention_in_two_parts() -> None:
    (amount,) = [each for each in _mentions(_TEXT) if each.kind == "money"]
    assert getattr(amount.value, "yen", None) == 120_000_000
    assert [(part.line, part.text) for part in amount.parts] == [(3, "1億"), (4, "2,000万円")]
    line = _TEXT.splitlines()[2]
    assert line[amount.parts[0].start : amount.parts[0].end] == "1億"


def test_years_and_counts_are_mentioned_once() -> None:
    assert [getattr(year, "year", None) for year in _of("year")] == [2022, 2023]
    assert [getattr(count, "value", None) for count in _of("quantity")] == [18]


def test_bare_amounts_come_from_records_each_print_once() -> None:
    path = Path("seeds/004_4db2e1b683a3f48b.txt")
    extraction = extract_with(path, Options())
    found = find_mentions(path, extraction, options=Options())
    lines = Path("fixtures/gold/mentions/004.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    want = sorted((g["line"], g["value"]["yen"]) for g in gold if g["kind"] == "money")
    have = sorted((m.line or 0, getattr(m.value, "yen", 0)) for m in found if m.kind == "money")
    assert have == want


def test_the_command_writes_them_on_request(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(_TEXT, encoding="utf-8")
    for extra, there in (["--mentions"], True), ([], False):
        result = CliRunner().invoke(
            app, ["extract", str(source), "--out", str(tmp_path / "out"), "-q", *extra]
        )
        assert result.exit_code == 0, result.output
        assert (tmp_path / "out" / "a" / "mentions.jsonl").exists() is there
