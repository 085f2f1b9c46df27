"""Gold mentions stand where they say, are worth what is printed there, and leave none out."""

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from models import FiscalYear, Money

Json = dict[str, Any]

COUNTS = {
    "000": {"money": 155, "year": 63, "project": 82},
    "001": {"money": 35, "year": 97, "project": 59},
    "002": {"money": 2, "year": 5, "project": 7},
    "003": {"money": 0, "year": 15, "project": 45},
    "004": {"money": 31, "year": 6, "project": 59},
}
SEEDS = sorted(COUNTS)
FACTORS = {"億円": 10**8, "万円": 10**4, "百万円": 10**6, "千円": 10**3}
ERAS = {"平成": 1988, "H": 1988, "令和": 2018, "R": 2018}


def printed(root: Path, seed: str) -> list[str]:
    (path,) = (root / "seeds").glob(f"{seed}_*.txt")
    return path.read_text("utf-8").split("\n")


def read(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def mentions(root: Path, seed: str, kind: str = "") -> list[Json]:
    found = read(root / "fixtures" / "gold" / "mentions" / f"{seed}.jsonl")
    return [mention for mention in found if kind in ("", mention["kind"])]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def pieces(mention: Json) -> list[Json]:
    parts: list[Json] = mention.get("parts", [mention])
    return parts


def leaves(node: Any, key: str) -> Iterator[Any]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from leaves(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from leaves(item, key)


@pytest.mark.parametrize("seed", SEEDS)
class TestSpans:
    def test_counts(self, root: Path, seed: str) -> None:
        kinds = {kind: len(mentions(root, seed, kind)) for kind in ("money", "year", "project")}
        assert kinds == COUNTS[seed]

    def test_text_stands_at_its_span(self, root: Path, seed: str) -> None:
        lines = printed(root, seed)
        for mention in mentions(root, seed):
            line = lines[mention["line"] - 1]
            assert line[mention["start"] : mention["end"]] == mention["text"] != ""
            first = pieces(mention)[0]
            assert all(first[key] == mention[key] for key in ("line", "start", "end"))

    def test_mentions_of_a_kind_are_in_order_and_apart(self, root: Path, seed: str) -> None:
        for kind in COUNTS[seed]:
            spans = [
                (piece["line"], piece["start"], piece["end"])
                for mention in mentions(root, seed, kind)
                for piece in pieces(mention)
            ]
            assert spans == sorted(spans)
            for before, after in pairwise(spans):
                assert (before[0], before[2]) <= (after[0], after[1])


@pytest.mark.parametrize("seed", SEEDS)
class TestMoney:
    def test_value_is_the_figure_in_its_unit(self, root: Path, seed: str) -> None:
        """The unit is the printed one, or that of the last note above."""
        lines = [folded(line) for line in printed(root, seed)]
        for mention in mentions(root, seed, "money"):
            match = re.fullmatch(r"([\d,]+) ?([百千万億]*円)?", folded(mention["text"]))
            assert match, mention
            unit = match[2]
            for line in reversed(lines[: mention["line"]]):
                if unit:
                    break
                if note := re.search(r"単位:(千円)|【(百万円)】", line):
                    unit = note[1] or note[2]
            assert mention["value"] == {"yen": int(match[1].replace(",", "")) * FACTORS[unit]}
            Money(text=mention["text"], **mention["value"])

    def test_every_figure_in_yen_is_a_mention(self, root: Path, seed: str) -> None:
        found = mentions(root, seed, "money")
        for number, line in enumerate(printed(root, seed), 1):
            for match in re.finditer(r"[\d０-９][ 億万千百]*円", line):
                assert any(
                    mention["line"] == number and mention["start"] < match.end() <= mention["end"]
                    for mention in found
                ), (number, line)

    def test_gold_records_hold_no_other_amounts(self, root: Path, seed: str) -> None:
        """Records and mentions were written apart: each amount of the one is in the other."""
        records = read(root / "fixtures" / "gold" / f"{seed}.jsonl")
        amounts = {yen for yen in leaves(records, "yen") if yen is not None}
        amounts |= {
            quantity["value"]
            for key in ("value", "baseline", "target", "revised_target")
            for quantity in leaves(records, key)
            if isinstance(quantity, dict) and quantity.get("unit") == "円" and quantity["value"]
        }
        annotated = {mention["value"]["yen"] for mention in mentions(root, seed, "money")}
        assert amounts - annotated == set()


class TestYears:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_value_follows_from_the_print(self, root: Path, seed: str) -> None:
        for mention in mentions(root, seed, "year"):
            text, value = folded(mention["text"]).replace(" ", ""), mention["value"]
            FiscalYear(**value)
            eras = re.findall(r"(平成|令和|H|R)(\d+|元)", text)
            years = [ERAS[era] + (1 if n == "元" else int(n)) for era, n in eras]
            years = years or [int(year) for year in re.findall(r"\d{4}", text)]
            if not years:
                assert text in {"前年度", "本年度", "昨年", "本年4月"}
                continue
            months = [int(month) for month in re.findall(r"[.年](\d{1,2})(?![\d年])", text)]
            duration = re.search(r"から(\d+)年", text)
            if duration:
                assert value["end_year"] == years[0] + int(duration[1]) - 1
            elif months:
                assert value["start"] == f"{years[0]}-{months[0]:02d}"
                years = [years[0] - (months[0] < 4)]
            elif len(years) == 2:
                assert value["end_year"] == years[1]
            else:
                assert not {"end_year", "start"} & set(value)
            assert value["year"] == years[0], mention
            assert value.get("open_end", False) == text.endswith("~")

    def test_every_era_is_in_a_mention(self, root: Path) -> None:
        for seed in SEEDS:
            found = mentions(root, seed, "year")
            for number, line in enumerate(printed(root, seed), 1):
                for match in re.finditer(r"(?:平成|令和|[HRＨＲ]) ?[\d０-９元]", line):
                    assert any(
                        mention["line"] == number
                        and mention["start"] <= match.start() < mention["end"]
                        for mention in found
                    ), (seed, number, line)


class TestProjects:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_name_is_the_pieces_joined(self, root: Path, seed: str) -> None:
        lines = printed(root, seed)
        for mention in mentions(root, seed, "project"):
            text = "".join(
                lines[part["line"] - 1][part["start"] : part["end"]] for part in pieces(mention)
            )
            assert mention["value"] == {"name": folded(text)}
            for opening, closing in ("「」", "（）", "()", "〈〉"):
                assert text.count(opening) == text.count(closing)

    @pytest.mark.parametrize(
        ("seed", "kind", "mended"),
        [
            ("000", "budget_item", {"北海道パラスポーツ連携促進事業費"}),
            ("001", "theme", set()),
            ("003", "regional_project", set()),
            ("004", "regional_project", set()),
        ],
    )
    def test_names_of_records_are_mentions(
        self, root: Path, seed: str, kind: str, mended: set[str]
    ) -> None:
        records = read(root / "fixtures" / "gold" / f"{seed}.jsonl")
        names = {
            record[key].replace(" ", "")
            for record in records
            if record["type"] == kind
            for key in ("name", "project")
            if key in record
        }
        annotated = {
            mention["value"]["name"].replace(" ", "") for mention in mentions(root, seed, "project")
        }
        assert len(names) > 4
        assert names - annotated == mended
