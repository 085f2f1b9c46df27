"""The words of indicators' headings: where a thing began, what is aimed at, what came of it."""

import re

BASE = re.compile(r"基準|現状|策定時|当初値|現況|スタート")
AIM = re.compile(r"目標|目指す値|計画値")
RATE = re.compile(r"達成(?:率|度)|進捗(?:率|度|状況)")
RESULT = re.compile(r"実績|結果|現状|年度末")
NAMED = re.compile(r"指標|項目|目標項目|KPI|名称|内容|区分", re.IGNORECASE)
SORT = re.compile(r"区分|種別|内訳")
SIDE = re.compile(r"(?:実績|目標|計画|見込)値?|(?:進捗|達成)[率度]")
