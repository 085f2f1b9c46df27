"""Records that repeat."""

import pytest

from pipeline.grids.repeated import repeated
from tests.grids.pages import page

NAMES = ("除雪対策事業", "道路の維持補修", "公園の長寿命化", "子育て世帯への支援")


def _list(bullet: str, *, described: str = "") -> str:
    rows = ["主要事業の概要 (単位:千円)", ""]
    for number, name in enumerate(NAMES):
        if described == "before":
            rows.append(f"{name}について必要な工事を行い、安全を確保する。")
        rows.append(f"  {bullet}{name}  {12_340 + number:,}  [{9_000 + number:,}]")
        if described == "after":
            rows.append(f"    {name}について必要な工事を行い、安全を確保する。")
        rows.append("")
    return "\n".join(rows)


@pytest.mark.parametrize("bullet", ["・", "○", "◆", "▪", "(1)", "①", "→"])
@pytest.mark.parametrize("described", ["", "before", "after"])
def test_a_record_ends_where_the_next_begins(bullet: str, described: str) -> None:
    found = repeated([page(_list(bullet, described=described))])
    assert [entry.anchor.text for entry in found.entries] == [f"{12_340 + n:,}" for n in range(4)]
    for name, entry in zip(NAMES, found.entries, strict=True):
        own = "".join(part.text for part in entry.parts)
        assert name in own
        assert not any(other in own for other in NAMES if other != name)


def test_what_does_not_repeat_is_no_record() -> None:
    assert repeated([page("本市の人口は\n70,000人です。\n面積は広い。")]).entries == []
