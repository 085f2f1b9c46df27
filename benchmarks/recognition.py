"""Characters a second: the rules alone, our whole recognition, and GiNZA's full pipeline.

All three read the same text, the five seeds, in one run. A document of tables and one of prose are
measured apart, since language is only looked at where there is prose.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.recognise import (
    find_money,
    find_noted_money,
    find_projects,
    find_quantities,
    find_years,
    language,
)
from pipeline.recognise.reading import read

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TABLES, PROSE = "004", "003"
ROUNDS = 5


def rules(text: str) -> None:
    """Amounts, years and quantities: what is done to every line of a document."""
    read.cache_clear()
    find_money(text)
    find_years(text, year=2020)
    find_quantities(text, year=2020)


def rules_with_names(text: str) -> None:
    """All rules, units by their notes and names without language."""
    rules(text)
    find_noted_money(text)
    find_projects(text, language=False)


def recognition(text: str) -> None:
    """All that our pipeline finds, with GiNZA's words where there is prose."""
    rules(text)
    find_noted_money(text)
    find_projects(text)


def whole_ginza(text: str) -> None:
    """Every component of GiNZA's pipeline."""
    language.entities(text)


def seconds(work: Callable[[str], None], text: str, *, rounds: int = ROUNDS) -> float:
    """The processor time of the best of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    """Prints a table of characters a second; 1 where a promise of the docs is broken."""
    texts = {
        path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))
    }
    everything = "\n".join(texts.values())
    language.words("準備")  # the model is loaded once, outside what is measured
    rates: dict[tuple[str, str], float] = {}
    samples = {"all seeds": everything, "tables": texts[TABLES], "prose": texts[PROSE]}
    for sample, text in samples.items():
        for work in (rules, rules_with_names, recognition, whole_ginza):
            rounds = 1 if work is whole_ginza else ROUNDS
            rate = len(text) / seconds(work, text, rounds=rounds)
            rates[sample, work.__name__] = rate
            sys.stdout.write(f"{sample:10} {work.__name__:17} {rate:12,.0f} characters/s\n")
    tables = rates["tables", "recognition"] / rates["tables", "whole_ginza"]
    prose = rates["prose", "recognition"] / rates["prose", "whole_ginza"]
    sys.stdout.write(f"recognition against GiNZA: tables {tables:.0f}x, prose {prose:.0f}x\n")
    return int(rates["all seeds", "rules"] < 1_000_000 or tables < 20 or prose < 1)


if __name__ == "__main__":
    sys.exit(main())
