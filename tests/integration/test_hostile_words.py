"""Names, issuers and documents that hold codes for terminals, or markup, are shown as text."""

from pathlib import Path

import pytest

from tests.integration.test_command import TEXT, yosano

CODES = "\x1b[2J\x9b31m\u202e[/b][red]:bomb:\x07"


@pytest.mark.parametrize("issuer", ["[/b]", "[red]北海道[/red]", CODES])
def test_an_issuer_is_text(issuer: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for command in ("extract", "ingest"):
        run = yosano(command, "a.txt", "--issuer", issuer, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert clean(run.stdout + run.stderr)
        assert issuer.replace("[2J", "")[:1] in run.stdout or "\\u001b" in run.stdout


def test_names_and_texts_are_text(tmp_path: Path) -> None:
    name = f"{CODES.replace('/', '')}\n.txt"
    text = TEXT.replace("除雪対策", f"除雪{CODES}対策") + f"{CODES}市 当初予算の概要\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / f"missing{CODES.replace('/', '')}.pdf").mkdir()
    run = yosano("extract", ".", f"nowhere{CODES}", cwd=tmp_path)
    assert run.returncode == 3
    assert clean(run.stdout + run.stderr)
    for call in (
        ("check", "outputs"),
        ("ingest", name, "--store", "s.db"),
        ("history", "除雪", "--store", "s.db"),
        ("diff", f"outputs/{name[:-4]}", f"outputs/{name[:-4]}", "--all"),
        ("extract", "--issuer"),
        ("extract", f"--{CODES}"),
        (CODES,),
        ("schema", CODES),
        ("check", CODES),
        ("history", CODES, "--store", "s.db"),
        ("diff", CODES, CODES),
        ("evaluate", "outputs", "--gold", CODES),
        ("export", "--store", CODES, "--format", "csv"),
        ("ingest", name, "--store", f"{CODES}://x"),
    ):
        run = yosano(*call, cwd=tmp_path)
        assert run.returncode != 70, (call, run.stderr)
        assert clean(run.stdout + run.stderr), call
        assert "Traceback" not in run.stderr


def clean(text: str) -> bool:
    return not set(text) & set("\x1b\x9b\x07\u202e")
