"""The rules for data that machines read hold on exports of real documents and of hostile ones."""

from pathlib import Path

import pytest

from models import Funding, Money
from pipeline.run import extract
from tests.export.kit import Kit, as_volume, exported, item, volume
from tests.export.rules import RULES

MADE = ("kakuu-r6-shuyo", "kakuu-r7-kaikei", "kakuu-senryaku-kpi")
HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "<b>名</b>",
    "改\n行\t\0\x1b[31m",
    "\u202e反転",
    "\ue000外字",
    '"引用",',
)


def test_there_are_38_rules() -> None:
    assert len(RULES) == 38


@pytest.fixture(scope="module")
def kit(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Kit:
    files = [*sorted(root.glob("seeds/*.txt"))]
    files += [root / "fixtures/made" / f"{name}.pdf" for name in MADE]
    hostile = [item(n, name=name, description=name) for n, name in enumerate(HOSTILE)]
    hostile.append(item(99, funding=(Funding(source="bonds", amount=Money(yen=0, text="0")),)))
    volumes = [as_volume(extract(file)) for file in files]
    return exported([*volumes, volume(hostile)], tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("name", RULES)
def test_rule(kit: Kit, name: str) -> None:
    assert RULES[name](kit) == []


@pytest.mark.corpus
def test_all_rules_hold_on_real_documents(corpus: Path, tmp_path: Path) -> None:
    files = sorted((corpus / "nankoku-r4").glob("*.pdf"))
    kit = exported([as_volume(extract(file)) for file in files], tmp_path)
    assert {name: found for name, check in RULES.items() if (found := check(kit))} == {}
