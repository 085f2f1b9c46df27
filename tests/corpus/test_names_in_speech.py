"""Names in a mayor's speech and in a small village's strategy, annotated by hand."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest

from pipeline.recognise import find_organisations, find_places, find_projects

pytestmark = pytest.mark.corpus


def _listed(names: str) -> list[str]:
    return names.split()


# Every project, plan, fund, scheme and office the speech names, in its order.
SPEECH = _listed("""
保健福祉センター 南国市国土強靭化地域計画 地方財政計画 都市再生整備事業 都市再生整備事業
篠原土地区画整理事業 国営ほ場整備事業 DX推進計画 自治体DX推進計画 マイナポイント事業
南国市地域公共交通網形成計画 財政調整基金 南国市国民健康保険運営協議会 データヘルス計画
フレイル予防事業 第8期介護保険事業計画 南国市地球温暖化対策実行計画 担い手育成総合支援協議会
経営所得安定対策 水田収益力強化ビジョン 水田活用直接支払交付金 産地交付金 国営ほ場整備事業
社会資本整備総合交付金事業 道路メンテナンス事業補助 農村地域防災減災事業 県営ため池事業
農林事業分担金制度 地籍調査事業 駅前広場整備事業 篠原土地区画整理事業 空き家活用促進事業
篠原土地区画整理事業 第3次南国市地域福祉計画 地域福祉計画 地域福祉活動計画 臨時特別給付金
南国市教育振興基本計画 中長期教育総合計画 ゆるやかな学期スタート研究指定校事業
地域交流センター 地区公民館事業 国営ほ場整備事業
""")

# The strategy repeats its names in tables and charts: each name counts once. Its own short forms
# for itself are left out of the count on both sides.
STRATEGY = _listed("""
まち・ひと・しごと創生長期ビジョン まち・ひと・しごと創生総合戦略 音威子府村人口ビジョン
音威子府村まち・ひと・しごと創生総合戦略 第5期音威子府村総合計画
音威子府村7つのレインボー夢プロジェクト 村立おといねっぷ美術工芸高等学校振興事業 入学案内事業
シニア向けサマースクール事業 美術工芸教育の質を高める環境の充実事業 「地域おこし協力隊」制度
バイオガスプラント事業 高齢者複合型施設事業 音威子府村バイオガスプラント事業
半工半農制度(半年工芸等制作活動・1年の半年農業従事)事業 新規就農者対策事業
農業後継者対策事業 音威子府村農業振興事業 一部免除制度 卒業生のUターン促進事業
短期移住希望者の受入事業 Wi-Fi環境の整備事業 美術・工芸大学等のゼミ誘致事業
卒業生によるアーティストインレジデンス推進事業 滞在体験型事業
東京23区を含め大都市圏等での木の手づくり展事業 学校紹介DVDの制作事業 家族滞在体験型事業
国際理解教育事業 高大連携事業 里親制度 公共施設を活用した作品展示公開事業
村民による高校1年生の里親制度事業
""")
SHORT_FORMS = {"総合戦略", "総合計画", "人口ビジョン", "重点プロジェクト", "音威子府村の総合戦略"}

ORGANISATIONS = _listed("""
南国市DX推進本部 南国・香南・香美租税債権管理機構 南国市国民健康保険運営協議会 市民課 市民課
長岡西部保育所 担い手育成総合支援協議会 北部分団国府班 岡豊分団八幡班 日章小学校 岡豊小学校
高知県実行委員会 南国市議会
""")
PLACES = set(
    _listed("""
高知県 南国市 トンガ沖 日向灘 久枝工区 下島工区 能間工区 植田地区 植田地区神社池 定林寺地区
定林寺地区上池 滝本地区 滝本地区毘沙門池 定林寺地区下池 植田地区上池 亀岩地区 岡豊町八幡地区
浜改田地区 後免駅 JR後免駅 福船地区 蔵福寺島地区 三畠地区 十市地区 大篠水源地 篠原 南海トラフ 全国
中山間地域 沿岸地域 日本全体 日本 市内全域
""")
)


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(pages).replace("\r\n", "\n")


def _scores(found: Iterable[str], wanted: Iterable[str]) -> tuple[float, float]:
    """Precision and recall of names, however their Latin words are spaced."""
    have = Counter("".join(name.split()) for name in found)
    want = Counter(wanted)
    both = sum((have & want).values())
    return both / sum(have.values()), both / sum(want.values())


@pytest.fixture(scope="module")
def speech(corpus: Path) -> str:
    return _text(corpus / "nankoku-r4-book" / "施政方針.pdf")


def test_names_in_a_speech(speech: str) -> None:
    precision, recall = _scores((m.value for m in find_projects(speech)), SPEECH)
    assert precision >= 0.95
    assert recall >= 0.9


def test_names_in_a_strategy(corpus: Path) -> None:
    text = _text(corpus / "otoineppu" / "otoineppu_sogosenryaku.pdf")
    found = {"".join(mention.value.split()) for mention in find_projects(text)} - SHORT_FORMS
    precision, recall = _scores(found, STRATEGY)
    assert precision >= 0.8
    assert recall >= 0.95


def test_organisations_in_a_speech(speech: str) -> None:
    precision, recall = _scores((m.value for m in find_organisations(speech)), ORGANISATIONS)
    assert precision >= 0.9
    assert recall >= 0.95


def test_places_in_a_speech(speech: str) -> None:
    found = ["".join(mention.value.split()) for mention in find_places(speech)]
    assert sum(name in PLACES for name in found) / len(found) >= 0.9
