"""The marks that say what is new about a project, as they are printed."""

from models import Mark

MARKS: dict[str, Mark] = {
    "新": "new",
    "新規": "new",
    "新規事業": "new",
    "拡": "expanded",
    "拡充": "expanded",
    "拡大": "expanded",
    "レベルアップ": "expanded",
    "継": "continued",
    "継続": "continued",
    "補正": "supplementary",
    "再": "relisted",
    "再掲": "relisted",
    "廃": "discontinued",
    "廃止": "discontinued",
    "終了": "discontinued",
}
