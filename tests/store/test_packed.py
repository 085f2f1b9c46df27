"""What is packed comes out as it went in, small; what nobody packed is said to be unreadable."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import extract
from pipeline.store import packed
from pipeline.store.packed import Packed, pack, unpack


@given(st.text(st.characters(), max_size=300))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    assert unpack(pack(text)) == text


def test_half_a_character_comes_out_too() -> None:
    assert unpack(pack('{"a": "\ud800"}')) == '{"a": "\ud800"}'


def test_records_take_a_quarter(root: Path) -> None:
    document = root / "fixtures/layouts/sample"
    found = [extract(path) for path in sorted(document.glob("*.pdf"))[:2]]
    lines = [record.model_dump_json() for each in found for record in each.records]
    assert len(lines) > 10
    assert sum(map(len, map(pack, lines))) < sum(len(line.encode()) for line in lines) / 4


@given(st.binary(max_size=60))
def test_bytes_that_nobody_packed_are_no_line(data: bytes) -> None:
    told = Packed().process_result_value(data, None)  # type: ignore[arg-type]
    assert told == (packed.UNREADABLE if unpack(data) is None else unpack(data))


@pytest.mark.parametrize("spoilt", [b"", b"\x02abc", pack("甲事業")[:-1], pack("甲事業") + b"x"])
def test_what_is_cut_or_more_is_no_line(spoilt: bytes) -> None:
    assert unpack(spoilt) is None


def test_the_lines_that_stores_are_read_by_never_change(root: Path) -> None:
    lines = (root / "pipeline/store/packing.jsonl").read_bytes()
    assert hashlib.sha256(lines).hexdigest() == (
        "23dfb372557a0eb3811910d9ef994462323aded4cf30d299345836c5c3cd99c4"
    )
