"""The title of a report: its first line, the headline of a newspaper page, a file's name, or words that say there is none."""

from __future__ import annotations

import re

from index.clean import Cleaned

_GENRE = re.compile(
    r"总结|汇报|报告|情况|要点|计划|公报|工作会议|材料|打算|安排|述职|通报|简报|分析|综述|开发区|经开区|高新区|园区|新区|产业园|综保区"
)
_ZONE_WORD = re.compile(r"开发区|经开区|高新区|园区|新区|产业园|综保区|示范区")
_CAPTION = re.compile(r"正在|成为|图为|召开|举行|举办|现场|一角|鸟瞰|全景")
_SITE = re.compile(r"(?:网站|网|首页)\Z")
_HEADING_START = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十0-9]|[0-9]{1,2}[、.]")
_LONGEST_HEAD = 12
_LONGEST = 100
"""Characters of a title that a page or a file's name gives: what is longer is the text itself."""
_ROW = re.compile(r" \| |\|.*\|")
"""A row of a table, or of links, is no title."""
_ANY_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")


def read_title(raw_text: str, cleaned: Cleaned, name_hint: str | None) -> tuple[str, bool]:
    """The title and whether the text has one."""
    labelled = cleaned.metadata.get("标题") or cleaned.metadata.get("信息名称") or cleaned.metadata.get("名称")
    lines = [line for each in cleaned.text.split("\n") if (line := each.strip().lstrip("# "))]
    for number, line in enumerate(_head(lines)):
        if _is_title(line) and _GENRE.search(line):
            following = lines[number + 1] if number + 1 < len(lines) else ""
            return (line + following if _continues(line, following) else line), True
    if labelled and 4 <= len(labelled) <= _LONGEST:
        return labelled, True
    best = max(((_headline_score(line, number, raw_text, cleaned), line) for number, line in enumerate(lines)), default=(0, ""))
    if best[0] >= 4:
        return best[1], True
    if lines and _is_title(lines[0]) and len(lines[0]) >= 6:
        return lines[0], True
    stem = (name_hint or "").rpartition("/")[2].rpartition(".")[0] or (name_hint or "")
    if len(stem) <= _LONGEST and len(re.findall("[一-鿿]", stem)) >= (2 if lines and _ROW.search(lines[0]) else 4):
        return stem, True
    return _made_title(lines), False


def _head(lines: list[str]) -> list[str]:
    """The lines a title may stand in: those before the first line of prose. Copies from sharing sites scatter a title's
    words over short lines before it.
    """
    head: list[str] = []
    for line in lines[:_LONGEST_HEAD]:
        if len(head) >= 3 and (line[-1] in "。!;" or len(line) > 60):
            break
        head.append(line)
    return head


def _is_title(line: str) -> bool:
    return (
        5 <= len(line) <= 60
        and line[-1] not in "。!;,、:"
        and not _HEADING_START.match(line)
        and not _CAPTION.search(line)
        and not _SITE.search(line)
        and not _ROW.search(line)
    )


def _continues(line: str, following: str) -> bool:
    """A title set in two lines: the first names no genre, the second is short and does."""
    genre = re.compile(r"(?:总结|汇报|报告|情况|要点|计划|材料|打算|安排)$")
    return (
        not genre.search(line) and bool(genre.search(following)) and len(following) <= 30 and not _HEADING_START.match(following)
    )


def _headline_score(line: str, number: int, raw_text: str, cleaned: Cleaned) -> int:
    """How like the headline of a newspaper page a line is; columns may have put it anywhere on the page."""
    if (
        not 8 <= len(line) <= 45
        or "。" in line
        or _ROW.search(line)
        or line[-1] in "!;,、:"
        or _HEADING_START.match(line)
        or _CAPTION.search(line)
    ):
        return 0
    score = 3 * bool(_ZONE_WORD.search(line)) + 2 * (":" in line) + 2 * (number < 3)
    for note in cleaned.dropped:
        if note.kind == "byline" and note.raw is not None:
            above = raw_text[max(0, note.raw.start - 120) : note.raw.start].rstrip().rpartition("\n")[2].strip()
            score += 3 * (above[:12] == line[:12])
    return score


def _made_title(lines: list[str]) -> str:
    opening = lines[0] if lines else ""
    year = _ANY_YEAR.search(opening[:60])
    zone = re.search(
        r"[一-鿿]{0,12}?(?:产业开发区|经济开发区|经济技术开发区|高新技术产业开发区|开发区|经开区|高新区|产业园|园区)",
        opening[:60],
    )
    if zone:
        return f"{zone.group().lstrip('年的')}{year.group() if year else ''}工作情况(原文无题)"
    return f"{opening[:20]}…(原文无题)" if opening else "(原文无题)"
