"""The command as a person runs it: bad inputs get one line each and do not stop the others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = (
    "令和3年度 重点政策\n\n予算額は令和3年度[令和2年度]の順に記載。単位：千円\n\n"
    "・除雪対策事業費 1,000 [900]\n"
)


def yosano(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("yosano")), *arguments]
    environment = {**os.environ, "CI": "true", "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def inputs(tmp_path: Path, root: Path) -> Path:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "sjis.txt").write_bytes(TEXT.encode("cp932"))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "no.pdf").write_text("this is no PDF")
    (tmp_path / "folder").mkdir()
    return tmp_path


def test_bad_inputs_get_a_line_each_and_the_others_are_done(inputs: Path) -> None:
    names = ["missing.pdf", "folder", "empty.txt", "no.pdf", "sjis.txt", "good.txt"]
    run = yosano("extract", *names, cwd=inputs)
    assert run.returncode == 3, run.stderr
    lines = run.stderr.splitlines()
    assert len(lines) == 4, run.stderr
    for name, line in zip(names, lines, strict=False):
        assert line.startswith(f"yosano: {name}: ")
    assert "Traceback" not in run.stderr
    written = sorted(path.name for path in (inputs / "outputs").iterdir())
    assert written == ["good", "sjis"]
    good, sjis = (
        (inputs / "outputs" / name / "records.jsonl").read_text(encoding="utf-8").splitlines()
        for name in written
    )
    assert len(good) == len(sjis) > 0
    assert [json.loads(line)["type"] for line in good] == [
        json.loads(line)["type"] for line in sjis
    ]


def test_a_bad_input_leaves_the_earlier_result(inputs: Path) -> None:
    yosano("extract", "good.txt", cwd=inputs)
    before = (inputs / "outputs/good/records.jsonl").read_bytes()
    (inputs / "good.txt").write_bytes(b"")
    assert yosano("extract", "good.txt", cwd=inputs).returncode == 3
    assert (inputs / "outputs/good/records.jsonl").read_bytes() == before


def test_the_same_input_gives_the_same_bytes_wherever_it_is_run(inputs: Path) -> None:
    yosano("extract", "good.txt", "--out", "one", cwd=inputs)
    yosano("extract", str(inputs / "good.txt"), "--out", "two", cwd=inputs.parent)
    for file in sorted((inputs / "one/good").iterdir()):
        assert file.read_bytes() == (inputs.parent / "two/good" / file.name).read_bytes()


def test_summary_as_json_stands_alone_on_standard_output(inputs: Path) -> None:
    run = yosano("extract", "good.txt", "missing.pdf", "--json", cwd=inputs)
    summary = json.loads(run.stdout)
    assert [each["file_name"] for each in summary["documents"]] == ["good.txt"]
    assert [each["path"] for each in summary["failed"]] == ["missing.pdf"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("schema", "budget_item"), 0),
        (("schema", "nothing"), 2),
        (("check", "nowhere"), 3),
        (("evaluate", "nowhere", "--gold", "nowhere"), 3),
        (("extract",), 2),
        (("--version",), 0),
        (("extract", "--no-such-option"), 2),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    run = yosano(*arguments, cwd=tmp_path)
    assert run.returncode == code, run.stderr
    assert "Traceback" not in run.stderr
    assert bool(run.stderr) == bool(code)


def test_a_score_below_the_least_is_a_finding(inputs: Path) -> None:
    yosano("extract", "good.txt", cwd=inputs)
    gold = inputs / "gold.jsonl"
    right = {"type": "budget_item", "name": "除雪対策事業費", "amount": {"yen": 1_000_000}}
    gold.write_text(json.dumps(right, ensure_ascii=False) + "\n", encoding="utf-8")
    call = ("evaluate", "outputs/good", "--gold", "gold.jsonl", "--min", "0.99")
    assert yosano(*call, cwd=inputs).returncode == 0
    wrong = {**right, "amount": {"yen": 1_000_001}}
    gold.write_text(json.dumps(wrong, ensure_ascii=False) + "\n", encoding="utf-8")
    run = yosano(*call, cwd=inputs)
    assert run.returncode == 1
    assert "1000001" in run.stdout
