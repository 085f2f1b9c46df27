import pytest

from pipeline.prose.binding import Bound, bind, topic_of
from pipeline.recognise.language import words


def _said(text: str, topic: str = "") -> list[tuple[str, str, str]]:
    return [(each.label, each.figure.value.text, each.turn.way) for each in bind(text, topic=topic)]


def test_a_verb_that_stands_once_is_that_of_every_amount_before_it() -> None:
    text = (
        "人件費で1億2,000万円、物件費を3,000万円、扶助費について500万円をそれぞれ減額しています。"
    )
    assert _said(text) == [
        ("人件費", "1億2,000万円", "less"),
        ("物件費", "3,000万円", "less"),
        ("扶助費", "500万円", "less"),
    ]


def test_a_verb_does_not_reach_over_another() -> None:
    text = "県税で12億円、地方交付税で8億円を増額する一方、県債で3億円、繰入金で2億円を減額した。"
    assert [way for _, _, way in _said(text)] == ["more", "more", "less", "less"]


def test_a_change_leads_to_the_level_behind_it() -> None:
    assert _said("港湾会計の予算は、前年度比3億円増の90億円となりました。") == [
        ("港湾会計の予算", "3億円", "more"),
        ("港湾会計の予算", "90億円", "after"),
    ]
    assert _said("基金の取崩額を4億円減額して5億円とした。") == [
        ("基金の取崩額", "4億円", "less"),
        ("基金の取崩額", "5億円", "after"),
    ]


def test_what_became_of_a_price_is_told_for_each_of_a_list() -> None:
    assert _said("券は、大を450円を300円、小を200円を150円に値下げします。") == [
        ("大", "450円", "before"),
        ("大", "300円", "after"),
        ("小", "200円", "before"),
        ("小", "150円", "after"),
    ]


def test_a_reason_a_time_and_a_comparison_are_no_subjects() -> None:
    text = (
        "市税につきましては、企業収益の回復により、令和3年度との比較では2億円の増収を見込みます。"
    )
    (found,) = bind(text)
    assert (found.label, found.turn.way) == ("市税", "more")
    assert found.compared.startswith("令和3年度との比較")


def test_the_nearest_topic_wins_over_the_one_of_the_sentence() -> None:
    text = "特別会計では、介護保険特別会計について、給付の増に備えるため、7億円を増額しています。"
    assert _said(text) == [("介護保険特別会計", "7億円", "more")]


def test_an_example_is_no_subject_where_a_topic_is() -> None:
    text = "諸収入について受託事業収入など1億円を減額する。"
    assert _said(text) == [("諸収入", "1億円", "less")]


def test_an_amount_before_its_noun() -> None:
    text = "県税収入の半分に当たる130億円の県債を繰上償還することとした。"
    assert _said(text) == [("県債", "130億円", "level")]
    (found,) = bind("1世帯当たり10万円を給付する臨時特別給付金の支給を始めます。")
    assert (found.label, found.rate) == ("臨時特別給付金の支給", "1世帯当たり")


def test_a_part_has_the_subject_of_its_whole() -> None:
    text = "人権啓発事業費7,657万5千円のうち88万円、研修事業費5,456万円のうち623万円を減額する。"
    assert _said(text) == [
        ("人権啓発事業費", "7,657万5千円", "whole"),
        ("人権啓発事業費", "88万円", "less"),
        ("研修事業費", "5,456万円", "whole"),
        ("研修事業費", "623万円", "less"),
    ]


def test_an_amount_in_the_topic_has_the_verb_at_the_end() -> None:
    text = "学校給食施設建設事業費6億5,000万円については、過大であることから減額する。"
    assert _said(text) == [("学校給食施設建設事業費", "6億5,000万円", "less")]


def test_a_mere_measure_or_place_has_the_topic_as_well() -> None:
    text = "カードの交付率は、全国の41.8%に対して、高知県は34.1%、南国市は31.7%となりました。"
    assert [label for label, _, _ in _said(text)] == [
        "カードの交付率 全国",
        "カードの交付率 高知県",
        "カードの交付率 南国市",
    ]


def test_a_limit_that_is_not_reached_is_no_decrease() -> None:
    assert _said("被保険者数は1万人を下回っております。")[0][2] == "level"
    assert _said("予算は、前年度を1億円下回っております。")[0][2] == "less"


def test_the_sentence_before_gives_the_subject_that_a_sentence_leaves_out() -> None:
    first = "市税収入につきましては、3億円を見込みます。"
    topic = topic_of(first, bind(first))
    assert topic == "市税収入"
    assert _said("前年度比では2億円の増となります。", topic)[0][0] == "市税収入"


def test_chapters_of_the_budget_are_no_part_of_a_name() -> None:
    text = "3款民生費1項社会福祉費18節負担金補助及び交付金を560万円減額計上しております。"
    assert _said(text) == [("負担金補助及び交付金", "560万円", "less")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("増収を見込むとともに、たばこ税2億円の増を見込む。", "たばこ税"),
        (
            "うち基金に3億円を積み立て、翌年度への繰り越しは2億円となりました。",
            "繰り越し",
        ),
    ],
)
def test_words_settle_where_a_noun_with_kana_begins(text: str, label: str) -> None:
    assert bind(text)[-1].label != label
    assert bind(text, words)[-1].label == label


def test_words_are_asked_for_only_where_kana_leave_it_open() -> None:
    def refuse(_text: str) -> list[Bound]:
        raise AssertionError("no word is needed")

    assert bind("県税で12億円を増額する。", refuse)[0].label == "県税"  # type: ignore[arg-type]


def test_what_money_is_for_is_its_subject_where_nothing_else_is_named() -> None:
    text = "対策では、家電の普及を促す経費として、5億円を、券を配る経費として、8億円を計上した。"
    assert [label for label, _, _ in _said(text)] == [
        "家電の普及を促す経費",
        "券を配る経費",
    ]
    text = "一般会計補正予算は、基金への積立に要する経費として、22億円を計上するものです。"
    assert _said(text)[0][0] == "一般会計補正予算"
    assert _said("歳出については、公共事業の追加により6億円を増額する。")[0][0] == "公共事業の追加"


def test_what_an_amount_goes_to_is_nearer_than_the_topic() -> None:
    text = "教育費につきましては、環境を整えるため、校舎のトイレ改修に、1億円を補正するものです。"
    assert _said(text)[0][0] == "校舎のトイレ改修"
    text = "道路費では、崩れた林道の復旧に必要な費用として4,300万円を計上します。"
    assert _said(text)[0][0] == "崩れた林道の復旧に必要な費用"


def test_a_sentence_of_its_own_has_no_subject_of_the_one_before() -> None:
    (found,) = bind("合わせて、3億円の補正となります。", topic="小学校建設費")
    assert found.bits < 0


def test_a_bracket_that_only_lists_parts_no_name_and_is_none() -> None:
    text = "特別会計(国民健康保険、介護保険)282億円と企業会計(水道事業など)147億円を計上した。"
    assert [label for label, _, _ in _said(text)] == ["特別会計", "企業会計"]


def test_what_an_open_bracket_explains_is_the_subject() -> None:
    text = "町債(2億円の減)、繰越金(災害復旧工事等による9,700万円の減)が減少した。"
    assert _said(text) == [("町債", "2億円", "less"), ("繰越金", "9,700万円", "less")]
    text = "普通交付税は減少したものの、人件費が減少したこと(前年度比-6,200千円)が要因である。"
    assert _said(text)[0][0] == "人件費"


def test_what_stands_behind_a_bracket_is_said_of_the_amount_before_it() -> None:
    text = "歳入は、前年度に比べ4億円(6.3%)の減となった。"
    assert [way for _, _, way in _said(text)] == ["less", "less"]


def test_each_of_a_list_has_its_own_of_the_figures_dealt_out() -> None:
    text = "個人市民税と法人市民税は前年度比でそれぞれ8.5%、3.0%増を見込んでいる。"
    assert _said(text) == [("個人市民税", "8.5%", "more"), ("法人市民税", "3.0%", "more")]
    text = "市民税、固定資産税及び軽自動車税は、それぞれ5億円、4億円、1億円です。"
    assert [label for label, _, _ in _said(text)] == ["市民税", "固定資産税", "軽自動車税"]


def test_the_sides_of_an_account_are_told_apart_under_its_name() -> None:
    text = "一般会計は歳入総額1,897億円、歳出総額1,843億円でした。"
    assert [label for label, _, _ in _said(text)] == ["一般会計 歳入総額", "一般会計 歳出総額"]
    text = "収益的収入24億2,000万円、同支出23億4,000万円となっております。"
    assert [label for label, _, _ in _said(text)] == ["収益的収入", "収益的支出"]


def test_the_same_comparison_again_is_no_subject() -> None:
    text = "市税が150億円で前年比5.9%増、地方交付税が215億円で同3.8%増となった。"
    assert [label for label, _, _ in _said(text)] == ["市税", "市税", "地方交付税", "地方交付税"]


def test_a_deficit_is_below_zero() -> None:
    assert _said("実質単年度収支は、4億9,000万円の赤字でした。")[0][2] == "less"
    assert _said("実質収支は、4億9,000万円の黒字でした。")[0][2] == "level"


def test_where_money_goes_is_its_subject_and_what_is_left_is_the_rest() -> None:
    text = (
        "剰余金2億円のうち、4,600万円を翌年度の財源として繰り越し、7,900万円を財政調整基金へ"
        "積み立て、残りの7,500万円は繰り越しました。"
    )
    labels = [label for label, _, _ in _said(text)]
    assert labels == ["剰余金", "剰余金", "財政調整基金", "剰余金 残り"]


def test_the_noun_after_no_wa_is_the_subject() -> None:
    text = "前年度比で25.2%増と大きく伸びているのは普通建設事業費。"
    assert _said(text)[0][0] == "普通建設事業費"


def test_a_sum_behind_the_figure_wins_over_the_topic() -> None:
    text = "一般会計の財源についても、246万円の分担金や3,547万円の繰入金が見込まれる。"
    assert [label for label, _, _ in _said(text)] == ["分担金", "繰入金"]


def test_who_speaks_is_no_subject() -> None:
    (found,) = bind("市長は、90万円の追加が必要であると述べた。")
    assert found.bits < 0.5


def test_the_total_of_a_list_is_named_so() -> None:
    text = "造林事業に88万円、昆布礁の築設事業に180万円、計268万円を計上。"
    assert [label for label, _, _ in _said(text)] == ["造林事業", "昆布礁の築設事業", "計"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("また、学びの多様化学校の開設282万円を追加する。", "学びの多様化学校の開設"),
        ("また、橋りょう環境整備補助金(第2期)12万円を追加する。", "橋りょう環境整備補助金(第2期)"),
        ("また、窓口の待ち時間短縮12万円を追加する。", "窓口の待ち時間短縮"),
        ("次に、「ひかり宣言」経営対策事業12万円を追加する。", "「ひかり宣言」経営対策事業"),
        (
            "予防接種と生活困窮者に係る調査支援事業12万円を追加する。",
            "予防接種と生活困窮者に係る調査支援事業",
        ),
        ("障がい者生産性向上支援として187万円を措置する。", "障がい者生産性向上支援"),
        ("「GX障がい者経営安定化事業費」に273千円を計上する。", "GX障がい者経営安定化事業費"),
        ("5歳児はじめての一歩応援204万円を追加する。", "5歳児はじめての一歩応援"),
        (
            "引き続き医療的ケア児運営支援を進めることとし、57万円を計上する。",
            "医療的ケア児運営支援",
        ),
        ("また、0~2歳児文化財補助金3億円を追加する。", "0~2歳児文化財補助金"),
        (
            "引き続きみんなの居場所づくりを進めることとし、29万円を計上しております。",
            "みんなの居場所づくり",
        ),
    ],
)
def test_names_are_whole(text: str, label: str) -> None:
    assert bind(text, words)[-1].label == label


def test_who_stands_before_a_comparison_is_the_subject() -> None:
    text = "一般会計の歳入は、県税が地方消費税の減収で前年度当初比0.3%減の1,550億円となる。"
    assert [label for label, _, _ in _said(text)] == ["県税", "県税"]
    text = "歳出では、借金にあたる県債(臨時財政対策債を含む)を前年度当初比7.1%増の791億円発行する。"
    assert _said(text)[0][0].startswith("県債")


def test_what_is_put_together_is_named_with_its_total() -> None:
    text = "特別会計、企業会計を合わせた総額は2兆円と19.1%増えた。"
    assert _said(text)[0][0] == "企業会計を合わせた総額"


def test_a_verb_before_a_comma_is_no_subject() -> None:
    (found,) = bind("市長は経費を補正すると述べ、1,430万円が追加されると説明した。", words)
    assert found.label != "述べ"


def test_what_a_change_led_to_has_not_the_next_ones_sign() -> None:
    text = "土木費は3億円減の14億円、教育費は1億円減の16億円。"
    assert [(label, way) for label, _, way in _said(text)] == [
        ("土木費", "less"),
        ("土木費", "level"),
        ("教育費", "less"),
        ("教育費", "level"),
    ]


def test_a_long_comparison_is_no_subject() -> None:
    (found,) = bind("市長選を控え骨格予算だった14年と比べると7億円の増額。", topic="一般会計")
    assert found.label == "一般会計"


def test_what_is_raised_from_last_year_is_the_subject() -> None:
    text = "保護者負担金9,200万円を計上するほか、賄材料費を前年度から700万円増額し、1億円とした。"
    assert [label for label, _, _ in _said(text)] == ["保護者負担金", "賄材料費", "賄材料費"]
