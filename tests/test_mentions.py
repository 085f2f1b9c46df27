import json
from pathlib import Path
from unittest.mock import Mock

import pytest
from typer.testing import CliRunner

from models.mention import TextMention
from models.page import TextPage
from pipeline.assemble.stated import told
from pipeline.cli_app import app
from pipeline.jobs import extract_to, mentions_in
from pipeline.layout.text import arrange_text
from pipeline.mentions import mentions_of
from pipeline.read import open_document
from pipeline.recognise import language
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
    found = mentions_in(path)
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


def test_a_cell_between_tabs_stands_where_it_does_on_its_line() -> None:
    line = "道路補修事業費\t1億2,000万円"
    (amount,) = [each for each in _mentions(line) if each.kind == "money"]
    (part,) = amount.parts
    assert line[part.start : part.end] == "1億2,000万円"


def test_a_title_in_brackets_is_known_in_all_of_the_document() -> None:
    text = "「地域重点プロジェクト」を進めます。\n\n■地域重点プロジェクトの推進\n"
    assert [each.value for each in _mentions(text) if each.kind == "project"] == [
        "地域重点プロジェクト",
        "地域重点プロジェクト",
    ]


def test_mentions_are_found_in_the_pages_that_the_records_were_read_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Mock(wraps=open_document)
    monkeypatch.setattr("pipeline.run.open_document", opened)
    monkeypatch.setattr("pipeline.jobs.open_document", opened)
    source = tmp_path / "a.txt"
    source.write_text(_TEXT, encoding="utf-8")
    out = tmp_path / "out"
    extract_to(source, folders={source: out}, options=Options(), mentions=True)
    assert (out / "mentions.jsonl").is_file()
    assert opened.call_count == 1


def test_without_the_language_model_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("今回の補正では、たばこ税2億円の増を見込む。\n", encoding="utf-8")
    out = tmp_path / "out"
    asked = ["extract", str(source), "--out", str(out), "-q"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    before = (out / "a" / "records.jsonl").read_bytes()
    monkeypatch.setattr(language, "MODEL", "ja_no_such_model")
    language._pipeline.cache_clear()
    told._words.cache_clear()
    try:
        for extra in ([], ["--mentions"]):
            result = CliRunner().invoke(app, [*asked, *extra])
            assert result.exit_code == 4
            said = [line for line in result.stderr.splitlines() if line.strip()]
            assert len([line for line in said if "ja-ginza" in line]) == 1
            assert "Traceback" not in result.output
            assert (out / "a" / "records.jsonl").read_bytes() == before
    finally:
        language._pipeline.cache_clear()
