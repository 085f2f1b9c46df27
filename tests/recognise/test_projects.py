"""Names of projects in lists, cells, brackets and prose."""

import pytest

from pipeline.recognise import find_organisations, find_places, find_projects

BY_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("・除雪体制強化事業費 1,200 [-]", ("除雪体制強化事業費",)),
    ("・私学関連予算 30,796,227 [24,968,843] ほか1事業", ("私学関連予算",)),
    ("・施設維持管理費 1,234", ("施設維持管理費",)),
    (
        "・農業農村整備事業費（TPP関連分）\t53,431,459\t[48,373,903]",
        ("農業農村整備事業費(TPP関連分)",),
    ),
    ("・輸出対応施設等整備事業費 (R元補正) 2,020,000", ("輸出対応施設等整備事業費",)),
    (
        "・海岸の魅力を活かした地域\nづくり推進プロジェクト（道南）",
        ("海岸の魅力を活かした地域づくり推進プロジェクト",),
    ),
    (
        "・豊かな森を生かした「環境\n・景観」づくりプロジェ\nクト（道央）",
        ("豊かな森を生かした「環境・景観」づくりプロジェクト",),
    ),
    (
        "山間\t人と森が共生する里創造プロジェクト\t【森と湖の周遊促進事業】 周遊を促す\t1,200",
        ("人と森が共生する里創造プロジェクト", "森と湖の周遊促進事業"),
    ),
    ("健康増進事業費 2,404万円\n道路補修事業費 2,096万円", ("健康増進事業費", "道路補修事業費")),
    ("▽衛生費\n健康増進事業費 2,404万円", ("健康増進事業費",)),
    ("防災備蓄倉庫の整備事業費5億円を計上した。", ("防災備蓄倉庫の整備事業費",)),
    ("このほか大型事業として、水道事業や普通建設事業費、地方消費税交付金を見込む。", ()),
    ("【「食と森」魅力向上・創出事業】 人材を育てる", ("「食と森」魅力向上・創出事業",)),
    ("「子どもの未来応援基金」を創設し", ("子どもの未来応援基金",)),
    ("安心の里「住まいる南」プロジェクト", ("安心の里「住まいる南」プロジェクト",)),
    (
        "市では「まち・ひと・しごと創生総合戦略（第2期）」を策定した。",
        ("まち・ひと・しごと創生総合戦略(第2期)",),
    ),
    ("『南アクションプラン～2020～』の推進", ("南アクションプラン~2020~",)),
    ("地域公共交通網形成計画が終了する。", ("地域公共交通網形成計画",)),
    ("令和4年度フレイル予防事業につきましては、", ("フレイル予防事業",)),
    ("水田活用直接支払交付金の活用によって、", ("水田活用直接支払交付金",)),
    ("道路メンテナンス事業補助により", ("道路メンテナンス事業",)),
    ("「南地域展開方針」を定めた。南地域展開方針に基づき", ("南地域展開方針", "南地域展開方針")),
    ("財政調整基金を取り崩す", ("財政調整基金",)),
)

NO_NAMES = (
    "ほか3事業",
    "など3事業を実施",
    "事業者の支援",
    "事業所の数",
    "計画的に進める",
    "戦略的な取組",
    "公共事業の発注",
    "補助事業を活用",
    "実施計画を策定",
    "主なプロジェクト",
    "各種応援プログラムを展開",
    "市町村の新エネルギー導入計画の具体化",
    "・大胆に挑戦するプロジェクト",
    "・強みを活用し、ここだからこそ可能なプロジェクト",
    "事業承継を支援",
    "センター長が出席",
    "国庫補助金",
    "本計画では",
    "データセンターの誘致",
    "2,345千円",
    "",
)


@pytest.mark.parametrize(("text", "names"), BY_RULES)
@pytest.mark.parametrize("language", [False, True])
def test_names(text: str, names: tuple[str, ...], language: bool) -> None:
    assert tuple(mention.value for mention in find_projects(text, language=language)) == names


@pytest.mark.parametrize("text", NO_NAMES)
@pytest.mark.parametrize("language", [False, True])
def test_no_name(text: str, language: bool) -> None:
    assert [mention.value for mention in find_projects(text, language=language)] == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("担い手育成総合支援協議会を中心とした指導", ("担い手育成総合支援協議会",)),
        ("国営ほ場整備事業を進める", ("国営ほ場整備事業",)),
        ("空き家活用促進事業を、引き続き実施し", ("空き家活用促進事業",)),
        ("農林事業分担金制度により整備する", ("農林事業分担金制度",)),
        ("また、地域おこし協力隊制度に着目した", ("地域おこし協力隊制度",)),
        ("どさんこ・子育て特典制度や子育てサイト", ("どさんこ・子育て特典制度",)),
    ],
)
def test_words_settle_both_ends_in_prose(text: str, names: tuple[str, ...]) -> None:
    assert tuple(mention.value for mention in find_projects(text)) == names


def test_spans_cover_the_print_over_lines() -> None:
    text = "・海岸の魅力を活かした地域\nづくり推進プロジェクト（道南）"
    (mention,) = find_projects(text, language=False)
    assert mention.text == "海岸の魅力を活かした地域\nづくり推進プロジェクト"
    assert text[mention.start : mention.end] == mention.text


def test_departments() -> None:
    found = find_organisations("振興局と連携した普及（水産林務部）", language=False)
    assert [mention.value for mention in found] == ["水産林務部"]
    found = find_organisations("総合政策部と空知総合振興局が担当する。一部は南部で行う。")
    assert [mention.value for mention in found] == ["総合政策部", "空知総合振興局"]


def test_places_in_prose() -> None:
    found = find_places("高知県と連携して、札幌市で開催します。")
    assert [mention.value for mention in found] == ["高知県", "札幌市"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("「水田収 益力 強化 ビジョン」として生産を進める。", ["水田収益力強化ビジョン"]),
        ("・高大連携事業（東海大学との連携授業の実施）", ["高大連携事業"]),
        ("・【再掲】村立高等学校振興事業", ["村立高等学校振興事業"]),
        ("都市計画道路の築造工事に取り組む。", []),
        ("熱源となる木質バイオガスプラントを整備する。", []),
    ],
)
def test_what_a_name_is_without(text: str, names: list[str]) -> None:
    assert [mention.value for mention in find_projects(text)] == names
