"""The errors that a trial asks to be corrected are as many as it says, and are errors."""

from pathlib import Path

from benchmarks.trial import KINDS, damage
from pipeline.run import extract


def test_as_many_errors_are_made_as_are_asked_for(root: Path) -> None:
    made = extract(root / "fixtures/made/kakuu-r6-shuyo.pdf")
    damaged, wrong = damage(made, iter(KINDS), len(KINDS))
    assert sorted(wrong.values()) == sorted(KINDS)
    before = {each.id: each for each in made.records}
    after = {each.id: each for each in damaged.records}
    missing = {each for each, kind in wrong.items() if kind == "missing"}
    assert before.keys() - after.keys() == missing
    assert len(damaged.leftovers) == len(made.leftovers) + len(missing)
    said = {"schema_version", "id", "checks", "confidence"}
    differ = {
        each
        for each in after
        if after[each].model_dump(exclude=said) != before[each].model_dump(exclude=said)
    }
    assert differ == wrong.keys() - missing
