"""Where a counter is only the first character of the next word: 17 国庫支出金, 3 戸籍.

Nobody counts 庫, so 国庫 is a word of its own. The characters below make a common word of budgets
with the counter before them; a figure that stands before such a word does not count it.
"""

import re

# Examples: 国庫 国債 国道; counter-examples that stay counts: 17国が, 3人分, 2回収集, 3日程度.
_WORDS: dict[str, str] = {
    "国": "籍庫債費民土税際家勢内産立道有保指体文",
    "県": "税債民内道営立費有警庁外議産支補負委",
    "市": "税債民内道営立長政費有場史域街議外役",
    "町": "税債民内道営立長政費有議役",
    "村": "税債民内道営立長政費有議役",
    "区": "画分間域民内立長役税議政道費割",
    "歳": "入出末費計",
    "人": "口件権材事間身工命物員数類格気",
    "名": "称簿義誉目所産前古刺札声",
    "社": "会協屋員債宅寺殿",
    "件": "数名費",
    "校": "舎務長外内庭医歌章門",
    "園": "児芸舎路長内庭遊",
    "館": "内長外報",
    "院": "内長外生",
    "所": "管得有在長要属定見轄員内蔵",
    "店": "舗頭長内員",
    "戸": "籍別建口",
    "室": "内長外温",
    "床": "面上下暖",
    "台": "帳風地数湾本所座",
    "両": "親者立面側",
    "本": "庁人市年町部体館会文社県事格線土来校所日区州署省",
    "頭": "首取部数",
    "株": "式主",
    "冊": "子",
    "部": "長局品分材会落活外内数員隊課署屋下",
    "枚": "数挙",
    "点": "検字灯数訳滴在火滅",
    "通": "信学常知報過所行勤院貨帳年路称達話訳関用",
    "便": "所利益覧宜",
    "回": "復線数答転路避覧遊帰送想顧",
    "日": "本常曜記光射誌雇",
    "秒": "速",
    "代": "表替理行金謝休償弁執官",
    "票": "決数田",
    "席": "次",
    "組": "合織換立成長み",
    "班": "長員",
    "個": "人別体性室展",
    "足": "場",
    "着": "手任工用実席陸",
    "食": "育料品肉費堂材事糧器生中物",
    "種": "別目苗子々牛畜",
    "位": "置相",
    "基": "金本準礎盤幹地づ点",
    "機": "械器能関会構材動運種",
    "橋": "梁り脚渡本台",
    "筆": "者耕頭記",
    "学級": "費担数編閉",
    "集落": "営支費活協",
    "区画": "整事費",
    "系統": "的図別",
    "回線": "使料費",
    "拠点": "施整づ費",
    "講座": "費運開",
    "教室": "費運事",
    "公園": "費緑整管事施",
    "家庭": "教児訪支費ご系",
    "家族": "介構手",
    "病院": "費事会経企",
    "車両": "費購整管等",
    "段階": "的",
    "類型": "化",
    "案件": "形",
}
_COLLECTED = re.compile(r"回収(?!集)")
# 国 1,200 県 600: a government's name stands apart from the figures of others.
_GOVERNMENTS = frozenset("国県市町村区")
_OWN_FIGURE = re.compile(r"\s{0,3}(?:[△▲(\[]?\s?[0-9]|[^\W\d_ぁ-ん])")
# 三名町 and 二戸市 are places.
_PLACE = re.compile(r"[町村市区県郡駅山川島谷橋坂沢浜崎寺]")


def begins_a_word(text: str, start: int, end: int, *, apart: bool) -> bool:
    """Whether the counter `text[start:end]` is the beginning of another word than a count's unit.

    `apart` says that blanks stand between the figure and it.

    >>> begins_a_word("17国庫支出金", 2, 3, apart=False), begins_a_word("17国が", 2, 3, apart=False)
    (True, False)
    """
    counter = text[start:end]
    if apart and counter in _GOVERNMENTS and _OWN_FIGURE.match(text, end):
        return True
    if text[end : end + 1] in _WORDS.get(counter, ()) and end < len(text):
        return True
    return _COLLECTED.match(text, start) is not None


def is_place(text: str, end: int) -> bool:
    """Whether a kanji numeral with its counter goes on into a place's name: 三名町."""
    return _PLACE.match(text, end) is not None
