"""Whatever is written in a known style reads back; whatever is written raises nothing."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.recognise import (
    find_money,
    find_noted_money,
    find_projects,
    find_quantities,
    find_years,
    read_amount,
    read_mark,
    read_percent,
    read_unit_note,
    read_year_heading,
)

LARGEST = 999_999_999_999_999  # 999兆円 and all below it
KANJI = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
PARTS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, ""))

yen = st.integers(1, LARGEST)


def _groups(value: int) -> list[tuple[int, str]]:
    groups = []
    for unit, name in PARTS:
        group, value = divmod(value, unit)
        if group:
            groups.append((group, name))
    return groups


def _mixed(value: int, *, commas: bool) -> str:
    return "".join(
        f"{group:,}{name}" if commas else f"{group}{name}" for group, name in _groups(value)
    )


def _kanji_group(group: int) -> str:
    printed = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, unit)
        if digit:
            printed += ("" if digit == 1 and name else KANJI[digit]) + name
    return printed


def _kanji(value: int) -> str:
    return "".join(_kanji_group(group) + name for group, name in _groups(value))


def _positional(value: int) -> str:
    return "".join(
        "".join(KANJI[int(digit)] for digit in str(group)) + name for group, name in _groups(value)
    )


def _one(text: str, *, unit: int | None = None) -> int | None:
    (mention,) = find_money(text, unit=unit)
    return mention.value.yen


@given(yen)
def test_plain_figures(value: int) -> None:
    assert _one(f"{value}円") == _one(f"{value:,}円") == value
    assert _one(f"{value:,}円".translate(WIDE)) == value
    assert _one(f"総額は¥{value:,}です") == value


@given(yen)
def test_mixed_figures(value: int) -> None:
    assert _one(f"約{_mixed(value, commas=True)}円") == value
    assert _one(f"{_mixed(value, commas=False)}円を計上") == value
    assert _one(f"（{_mixed(value, commas=True).translate(WIDE)}円）") == value


@given(yen)
def test_kanji(value: int) -> None:
    printed = _kanji(value)
    if printed not in {"千", "百万", "十億"}:
        assert _one(f"総額{printed}円") == value
    assert _one(f"総額{_positional(value)}円") == value


@given(st.integers(1, 10**9), st.sampled_from([1000, 10**6]))
def test_units(value: int, unit: int) -> None:
    name = {1000: "千円", 10**6: "百万円"}[unit]
    assert _one(f"{value:,}{name}") == value * unit
    assert _one(f"{value:,} {name}") == value * unit
    cell = read_amount(f"{value:,}", unit=unit)
    assert cell is not None
    assert cell.yen == value * unit


@given(st.integers(1, 10**9), st.sampled_from("△▲−－"), st.sampled_from(["", " "]))
def test_negative_cells(value: int, sign: str, space: str) -> None:
    cell = read_amount(f"{sign}{space}{value:,}", unit=1000)
    assert cell is not None
    assert cell.yen == -value * 1000


@given(st.integers(1, 9999), st.integers(1, 99), st.sampled_from([("億", 10**8), ("兆", 10**12)]))
def test_decimals(whole: int, hundredths: int, unit: tuple[str, int]) -> None:
    name, factor = unit
    assert _one(f"{whole}.{hundredths:02}{name}円") == (whole * 100 + hundredths) * factor // 100


@given(st.integers(1, 9998), st.integers(1, 9999))
def test_ranges(low: int, more: int) -> None:
    high = low + more
    (mention,) = find_money(f"{low}～{high}万円")
    assert (mention.value.yen, mention.value.upper_yen) == (low * 10**4, high * 10**4)
    (mention,) = find_money(f"{low:,}億円から{high:,}億円まで")
    assert (mention.value.yen, mention.value.upper_yen) == (low * 10**8, high * 10**8)


ERAS = (("令和", "R", 2018, 30), ("平成", "H", 1988, 31), ("昭和", "S", 1925, 64))
eras = st.sampled_from(ERAS).flatmap(lambda era: st.tuples(st.just(era), st.integers(1, era[3])))


@given(eras)
def test_years(choice: tuple[tuple[str, str, int, int], int]) -> None:
    (name, letter, before, _), count = choice
    printed = "元" if count == 1 else str(count)
    texts = [
        f"{name}{printed}年度",
        f"{letter}{printed}年度",
        f"{name}{printed}年度".translate(WIDE),
        f"{name}{'元' if count == 1 else _kanji_group(count)}年度",
    ]
    if letter != "S":
        texts.append(f"({letter}{printed})")
    for text in texts:
        (mention,) = find_years(text)
        assert (mention.value.year, mention.value.basis) == (before + count, "fiscal")


@given(st.integers(1, 29), st.integers(1, 20))
def test_year_ranges(first: int, length: int) -> None:
    last = first + length
    wanted = (2018 + first, 2018 + last)
    for text in (
        f"R{first}～R{last}",
        f"令和{first}～{last}年度",
        f"令和{first}年度から令和{last}年度まで",
        f"R{first}-R{last}",
        f"令和{first}年度から{length + 1}か年",
    ):
        (mention,) = find_years(text)
        assert (mention.value.year, mention.value.end_year) == wanted


@given(st.dates().filter(lambda date: 1990 <= date.year <= 2060))
def test_dates(date: object) -> None:
    text = date.isoformat()  # type: ignore[attr-defined]
    year, month, day = (int(part) for part in text.split("-"))
    fiscal = year - 1 if month < 4 else year
    for printed in (f"{year}年{month}月{day}日", f"{year}/{month}/{day}"):
        (mention,) = find_years(printed)
        assert (mention.value.year, mention.value.start) == (fiscal, text)


ALPHABET = st.sampled_from(
    list(
        "0123456789,.、・〇一二三十百千万億兆円余約△▲-－～から（）()[]「」『』【】年度月日元令和平成"
        "RHS㋿①²³\n\t 　%％人件費事業計画の"
    )
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=80), st.text(ALPHABET, max_size=80)), st.integers(1900, 2100))
def test_nothing_raises_and_offsets_hold(text: str, year: int) -> None:
    found = [
        *find_money(text),
        *find_money(text, unit=1000),
        *find_noted_money(text),
        *find_years(text, year=year),
        *find_quantities(text, year=year, money=True),
        *find_projects(text, language=False),
    ]
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
    read_amount(text, unit=1000)
    read_percent(text)
    read_unit_note(text)
    read_year_heading(text, year=year)
    read_mark(text)


@settings(max_examples=300)
@given(st.text(ALPHABET, max_size=60))
def test_mentions_of_a_kind_come_in_order_and_do_not_overlap(text: str) -> None:
    for mentions in (
        find_money(text, unit=1000),
        find_years(text, year=2020),
        find_quantities(text),
    ):
        spans = [(mention.start, mention.end) for mention in mentions]
        assert spans == sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
