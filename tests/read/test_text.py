"""Text files are read in every encoding that Japanese governments' files come in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read.text import read_text

PROSE = "令和2年度の予算額は、1億3,000万円です。\nほかに5事業（単位：千円）\n"


@pytest.mark.parametrize(
    ("encoding", "code"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", "encoding_found"),
        ("utf-16-be", "encoding_found"),
        ("utf-32", None),
        ("cp932", "encoding_found"),
        ("euc_jp", "encoding_found"),
        ("iso2022_jp", "encoding_found"),
    ],
)
def test_encodings_give_the_same_text(encoding: str, code: str | None) -> None:
    pages, issues = read_text(PROSE.encode(encoding))
    assert "\n".join(pages[0].lines) == PROSE
    assert [issue.code for issue in issues] == ([code] if code else [])


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
@pytest.mark.parametrize("encoding", ["cp932", "euc_jis_2004", "utf-16-le"])
def test_seeds_read_alike_in_legacy_encodings(seed: str, encoding: str, root: Path) -> None:
    text = next((root / "seeds").glob(f"{seed}_*.txt")).read_text("utf-8")
    kept = text.encode(encoding, errors="ignore").decode(encoding)
    pages, _ = read_text(kept.encode(encoding))
    assert "\n".join(pages[0].lines) == kept


def test_form_feeds_split_pages_and_lines_keep_counting() -> None:
    pages, _ = read_text("一\n二\f三\r\n四\f".encode())
    assert [(page.number, page.first_line, page.lines) for page in pages] == [
        (1, 1, ("一", "二")),
        (2, 2, ("三", "四")),
    ]


def test_only_line_ends_end_lines() -> None:
    pages, _ = read_text("一\u2028二\x0b三\n四".encode())
    assert pages[0].lines == ("一\u2028二\x0b三", "四")


@pytest.mark.parametrize("data", [b"", b"\n \n\f", b"\xef\xbb\xbf", b"\xff\xfe", "　\n".encode()])
def test_a_file_without_text_is_no_input(data: bytes) -> None:
    with pytest.raises(InputError, match="text") as caught:
        read_text(data)
    assert caught.value.code == "empty_file"


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", b"abc\xff\xff\xfe\x80", b"\xef\xbb\xbfa\xff"],
)
def test_bytes_that_are_no_text_are_no_input(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_text(data)
    assert caught.value.code == "undecodable"
    assert "\n" not in str(caught.value)


def test_replacement_characters_are_told() -> None:
    _, issues = read_text("一\n予算\ufffd額".encode())
    assert [(issue.code, issue.line) for issue in issues] == [("undecodable_character", 2)]


@given(st.text(alphabet="予算額事業費あいうアイウ0123,()\n\f", min_size=1).filter(str.strip))
def test_nothing_is_lost(text: str) -> None:
    pages, _ = read_text(text.encode())
    assert sum(len("".join(page.lines)) for page in pages) == len(
        text.replace("\n", "").replace("\f", "")
    )
