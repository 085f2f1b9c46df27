"""How long matching takes over 1, 10 and 100 thousand projects a year, and how well it does.

The projects are made of the words of which real ones are made; the following year has new amounts,
renames, moves, removals, additions and printed prior amounts. What is which is known.
"""

import random
import sys
import time
from dataclasses import dataclass, replace

from benchmarks.memory import peak_megabytes
from pipeline.match import Entry, match
from pipeline.match.entries import place_in_order
from pipeline.match.names import name_key

SIZES = (1_000, 10_000, 100_000)

_WORDS = """
道路 河川 公園 学校 図書館 児童館 保育所 高齢者 障害者 母子 健康 介護 防災 消防 上水道 下水道
農業 林業 漁業 観光 商工業 雇用 移住 文化財 スポーツ 生涯学習 国際交流 情報 統計 選挙 戸籍 税務
住宅 空き家 交通 港湾 環境 ごみ 温暖化 子育て

整備 維持管理 運営 支援 推進 補助 助成 対策 調査 計画策定 相談 啓発 研修 改修 耐震化 長寿命化
利用促進 活性化 人材育成 体制強化 負担金 委託 広報 システム運用 施設管理 普及 保全 更新 拡張 解体

中央 東部 西部 南部 北部 本町 港 山手 川上 川下 駅前 新町 緑が丘 旭 栄 朝日 桜 松原 大谷 小川
白石 石山 広野 高台 平岸 月見 清水 泉 森 浜
"""
_FIELDS, _TASKS, _PLACES = (part.split() for part in _WORDS.split("\n\n"))


@dataclass(frozen=True)
class Result:
    """One measured size."""

    size: int
    seconds: float
    processor: float
    precision: float
    recall: float
    megabytes: float


def make_years(size: int, *, seed: int = 1) -> tuple[list[Entry], list[Entry]]:
    """Two years of `size` projects; the figures of the ids are their true identity."""
    chance = random.Random(seed)
    departments = [f"{field}課" for field in _FIELDS] + [f"{field}第二課" for field in _FIELDS]
    old = []
    for index in range(size):
        department = chance.randrange(len(departments))
        old.append(
            _entry(
                f"o{index}",
                _name(chance),
                departments[department],
                place=f"{chance.choice(_TASKS)}費{department % 7}",
                amount=chance.randrange(1, 2_000_000) * 1_000,
            )
        )
    new = []
    for entry in old:
        draw = chance.random()
        if draw < 0.05:
            continue
        name = entry.name
        if draw < 0.10:
            name = chance.choice(_PLACES) + entry.name[2:] + chance.choice(_TASKS)
        department = chance.choice(departments) if 0.10 < draw < 0.15 else entry.department
        new.append(
            replace(
                entry,
                id=f"n{entry.id[1:]}",
                name=name,
                key=name_key(name),
                department=department,
                amount=round((entry.amount or 0) * chance.uniform(0.7, 1.4) / 1_000) * 1_000,
                prior=entry.amount,
            )
        )
    for index in range(size // 20):
        like = chance.choice(old)
        name = like.name[:4] + chance.choice(_FIELDS) + chance.choice(_TASKS)
        made = replace(like, id=f"a{index}", name=name, key=name_key(name), prior=0)
        new.append(made)
    chance.shuffle(new)
    return place_in_order(old), place_in_order(new)


def _name(chance: random.Random) -> str:
    words = [chance.choice(part) for part in (_PLACES, _FIELDS, _TASKS)]
    return f"{''.join(words)}({chance.choice(_PLACES)}第{chance.randrange(1, 30)})"


def _entry(entry_id: str, name: str, department: str, *, place: str, amount: int) -> Entry:
    return Entry(
        id=entry_id,
        type="budget_item",
        kind="project",
        name=name,
        key=name_key(name),
        department=department,
        place=(place,),
        amount=amount,
        group="initial",
    )


def measure(size: int) -> Result:
    """Matches two years of `size` projects."""
    old, new = make_years(size)
    start, worked = time.perf_counter(), time.process_time()
    found = match(old, new, adjacent=True)
    seconds, processor = time.perf_counter() - start, time.process_time() - worked
    pairs = found.pairing.pairs
    right = sum(pair.old.id[1:] == pair.new.id[1:] and pair.new.id[0] == "n" for pair in pairs)
    true = sum(entry.id[0] == "n" for entry in new)
    peak = peak_megabytes()
    return Result(size, seconds, processor, right / len(pairs), right / true, peak)


def main() -> int:
    """Prints the curve."""
    headings = ("projects", "seconds", "processor s", "precision", "recall", "peak MB")
    widths = (10, 10, 13, 11, 8, 9)
    sys.stdout.write("years: matching two years of N projects (renamed, moved, removed, added)\n")
    line = "".join(f"{each:>{width}}" for each, width in zip(headings, widths, strict=True))
    sys.stdout.write(f"{line}\n")
    for size in SIZES:
        found = measure(size)
        sys.stdout.write(
            f"{size:>10,}{found.seconds:>10.1f}{found.processor:>13.1f}"
            f"{found.precision:>11.4f}{found.recall:>8.4f}{found.megabytes:>9.0f}\n"
        )
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
