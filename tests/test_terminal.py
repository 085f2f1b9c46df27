"""What a document tells is text on the terminal, and nothing else."""

import io
import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import terminal
from pipeline.terminal import tell, visible, write_json
from pipeline.words.terminal import Terminal

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters() | st.sampled_from("\x1b\x9b\x85\r\x07\u202e\u2028\ufeff")))
def test_nothing_that_a_terminal_obeys_gets_through(text: str) -> None:
    shown = visible(text)
    for character in shown:
        assert character in "\n\t" or unicodedata.category(character) not in {
            "Cc",
            "Cs",
            "Zl",
            "Zp",
        }
        assert character not in DIRECTIONS
    assert visible(shown) == shown


def test_ordinary_text_is_shown_as_it_is() -> None:
    text = "令和４年度　①「除雪」〔△1,000〕～―−・⻑𠮷 Ａ\t½\n"
    assert visible(text) == text


@given(st.text())
def test_json_stays_the_same_json(text: str) -> None:
    assert json.loads(visible(json.dumps([text], ensure_ascii=False))) == [text]


@pytest.mark.parametrize("text", ["[/b]", "[red]x[/red]", "[link=file:///etc]x[/link]", ":bomb:"])
def test_markup_is_never_interpreted(text: str) -> None:
    buffer = io.StringIO()
    Terminal(buffer).print(text + "\x1b[2J")
    assert buffer.getvalue() == text + "\\u001b[2J\n"


def test_a_message_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    tell("a\nyosano: all is well\x1b[2K\u202e")
    assert capsys.readouterr().err == "yosano: a\\nyosano: all is well\\u001b[2K\\u202e\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1", "utf-8"])
def test_a_stream_that_lacks_a_character_writes_it_as_json_does(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    terminal.prepare()
    text = "–é𠮷⻑\ud800"
    sys.stdout.write(json.dumps(text, ensure_ascii=False))
    sys.stdout.flush()
    written = sys.stdout.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert json.loads(written) == text


def test_a_program_reads_utf8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp932")
    monkeypatch.setattr(sys, "stdout", stream)
    write_json({"名": "–𠮷"})
    assert json.loads(stream.buffer.getvalue().decode("utf-8")) == {"名": "–𠮷"}  # type: ignore[attr-defined]
