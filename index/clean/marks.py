"""What a reader must be warned of: figures masked or deleted, signs lost, names cut out, bytes lost, foreign text.

Nothing here changes the text. A ``reading`` is given only where it is as long as what is written.
"""

from __future__ import annotations

import re

from index.clean.joins import figure_at_end, figure_at_start, half_at_start
from index.domain import Repair, Span
from index.script import to_simplified

_UNIT = r"(?:亿美?元|万美?元|元|个?百分点|[%‰]|亿|万|家|个|户|项|亩|公顷|平方[公千]?米|公里|吨|人|名|套|栋|台|倍|年|月|日)"
_MASK = re.compile(
    rf"(?<![A-Za-z0-9.×])(?:[0-9]{{0,6}}(?:[xX]{{1,6}}|[×]{{1,6}}|[*]{{2,6}}|[○〇]{{2,6}}|_{{2,12}}|[□■]{{2,6}})[0-9xX×*]{{0,6}}(?:[.][0-9xX×*]{{1,6}})?)(?:多|余)?{_UNIT}"
)
_MASK_DECIMAL = re.compile(rf"(?<![A-Za-z0-9.×])[0-9]{{1,6}}[.][0-9]{{0,3}}[xX×*]{{1,4}}{_UNIT}")
_NOUN = "收入|总值|产值|增加值|投资额?|营收|利润|完成|达到?|实现|为|增长|下降|税收|税金|资金|引资额?|总额|余额|额|值|至|到|约|提高|回落|高出|低于|任务数?|比重|比|占|争取|上缴|缴纳|用地|面积|批回|腾地|新增"
_DELETED = re.compile(rf"(?:{_NOUN})((?:亿美?元|万美?元|公顷|平方公里|个百分点|亩))(?=[,。;、:)(\n]|左右|以?上?,|同比|增长|占|$)")
_DELETED_PERCENT = re.compile(r"(?<=[一-鿿])(?<!百分之)[%‰]")
_RATE = r"(?:同比)?(?:增长|下降|增幅|提高|上升|回落|降低|增速|比增|减少)(?:率)?(?:分别)?(?:为|达到?|约|了|至|到)?"
_LOST_PERCENT = re.compile(rf"{_RATE}([0-9]{{1,4}}(?:[.][0-9]{{1,4}})?)(?=[,。;)\n]|$)")
_LOST_SHARE = re.compile(r"占[^,。;\n0-9]{1,16}?([1-9][0-9]{2,3})%")
_STOP_IN_NUMBER = re.compile(r"(?<![0-9.])([0-9]{1,6}。[0-9]{1,4})(?=亿|万|个百分点|百分点|[%‰]|公里|平方|公顷|亩|吨|倍|元)")
_LOST_DASH = re.compile(
    r"(?<![0-9.年、,至到~-])(1(?:[3-9]|1[0-2]|10))月(?:份|,|末|底|累计|园区|全|我|实|完|主|规|工|财|固|进|新|共|以)"
)
_LOST_TITLE = re.compile(
    r"\?([^?\n。]{4,60}(?:办法|意见|方案|规划|政策|通知|条例|规定|细则|制度|协议|规范|纲要|若干|措施|计划|清单|目录|标准)(?:[(][^?()\n]{1,12}[)])?)\?"
)
_EMPTY_NAME = re.compile(
    r"、(?=[、,。;等])|[,;](?=、)|(?<![所共国私占拥具享公持])有、|(?<![共温调饱中总平缓祥谐柔随])和、|(?:包括|以及|其中)、|(?<=[。:(])、"
)
_REPEATED_NAME = re.compile(r"(?<![一-鿿])([一-鿿]{2,4})、\1(?=[、,。;等和])|(?<=[、有括调])([一-鿿]{2,4})、\2(?=[、,。;等和])")
_LOST_BYTES = re.compile(
    r"[\ufffd\ue000-\uf8ff]+|锟斤拷(?:锟斤拷)*|(?:烫烫|屯屯)+|(?:[ÃÂâäåæçèé][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,2}){2,}"
)
_SUSPECT_RUN = re.compile(r"[一-鿿㐀-䶿]+")
_GAMBLING = re.compile(
    r"博彩|彩票(?:平台|网|投注)|赌场|娱乐城|真人(?:荷官|视讯)|百家乐|老虎机|棋牌(?:平台|游戏)|体育投注|六合彩|时时彩|pk10|约炮|一夜情|成人(?:视频|电影|网站)|在线观看|av(?:无码|女优)|无码|色情|裸聊|代孕|迷药"
)


def marks(text: str) -> list[Repair]:
    """All warnings about a text in order, overlapping ones of one kind joined, damage before everything else."""
    found = [
        *_damaged(text),
        *_each(_MASK, text, "masked"),
        *_each(_MASK_DECIMAL, text, "masked"),
        *_deleted(text),
        *_stops(text),
        *_each(_LOST_DASH, text, "lost_dash", group=1),
        *_lost_percent(text),
        *[
            Repair(Span(*match.span(1)), "lost_decimal", sure=False)
            for match in _LOST_SHARE.finditer(text)
            if int(match.group(1)) > 100
        ],
        *_lost_title_marks(text),
        *_redacted(text),
        *_torn(text),
        *_foreign(text),
    ]
    kept: list[Repair] = []
    for repair in sorted(found, key=lambda each: (each.span.start, -len(each.span))):
        if kept and repair.span.overlaps(kept[-1].span):
            continue
        kept.append(repair)
    return kept


def _each(pattern: re.Pattern[str], text: str, kind: str, group: int = 0) -> list[Repair]:
    return [Repair(Span(*match.span(group)), kind, sure=False) for match in pattern.finditer(text)]


def _deleted(text: str) -> list[Repair]:
    """Units without their figures: 收入亿元, 占年任务%. 数亿元, 上亿元 and 亿元以上 are words and not gaps."""
    return _each(_DELETED, text, "deleted", group=1) + _each(_DELETED_PERCENT, text, "deleted")


def _stops(text: str) -> list[Repair]:
    return [
        Repair(Span(*match.span(1)), "decimal_stop", sure=False, reading=match.group(1).replace("。", "."))
        for match in _STOP_IN_NUMBER.finditer(text)
    ]


def _lost_percent(text: str) -> list[Repair]:
    """A rate without its sign at the end of its clause: 增长42. A number that a list goes on after is left alone."""
    found = []
    for match in _LOST_PERCENT.finditer(text):
        value = match.group(1)
        followed = re.match(r",(?:[0-9][0-9.]*[%,、和])", text[match.end() : match.end() + 12])
        if not followed and not 1990 <= float(value) <= 2099:
            found.append(Repair(Span(*match.span(1)), "lost_percent", sure=False))
    return found


def _lost_title_marks(text: str) -> list[Repair]:
    found = []
    for match in _LOST_TITLE.finditer(text):
        first, last = match.start(), match.end() - 1
        found.append(Repair(Span(first, first + 1), "lost_title_mark", sure=False, reading="《"))
        found.append(Repair(Span(last, last + 1), "lost_title_mark", sure=False, reading="》"))
    return found


def _redacted(text: str) -> list[Repair]:
    return _each(_EMPTY_NAME, text, "redacted") + _each(_REPEATED_NAME, text, "redacted")


def _torn(text: str) -> list[Repair]:
    """Figures that a paragraph of prose breaks off in, and those that another one then begins with: halves of figures, maybe."""
    ends, beginnings, at, above = [], [], 0, ""
    for line in text.split("\n"):
        if (end := figure_at_end(line)) is not None:
            ends.append(Repair(end.shifted(at), "torn", sure=False))
        if start := figure_at_start(line) or half_at_start(line, above):
            beginnings.append(Repair(start.shifted(at), "torn", sure=False))
        at += len(line) + 1
        above = line.rstrip() or above
    return [*ends, *beginnings] if ends else []


def _damaged(text: str) -> list[Repair]:
    """Replacement characters, mojibake, and runs of characters that nobody writes (not in GB 2312) beside broken marks."""
    found = _each(_LOST_BYTES, text, "damaged")
    rare = [match for match in _SUSPECT_RUN.finditer(text) if not _common(match.group())]
    for match in rare:
        for span in _rare_runs(match.group()):
            found.append(Repair(_widened(text, span.shifted(match.start())), "damaged", sure=False))
    return found


def _common(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        # A traditional or variant form of a common character is no damage.
        return _encodable(to_simplified(text))
    return True


def _encodable(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _rare_runs(han: str) -> list[Span]:
    """Two or more neighbours outside GB 2312. One alone may be a person's name."""
    rare = [not _encodable(character) and not _encodable(to_simplified(character)) for character in han]
    runs, start = [], None
    for at, flag in enumerate([*rare, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            if at - start >= 2:
                runs.append(Span(start, at))
            start = None
    return runs


def _widened(text: str, span: Span) -> Span:
    """The damaged run with the broken mark before it and the quote it left unpaired after it."""
    start, end = span.start, span.end
    if start and text[start - 1] in "!?·":
        start = max(0, start - 2)
    tail = text[end : end + 8]
    closing = tail.find("”")
    if closing >= 0 and not re.search(r"[“,。;\n]", tail[:closing]):
        end += closing + 1
    return Span(start, end)


def _foreign(text: str) -> list[Repair]:
    """Sentences of hijacked pages: two words of gambling or adult advertising within one sentence."""
    return [
        Repair(Span(*match.span()), "hijacked", sure=False)
        for match in re.finditer(r"[^。\n]+", text)
        if len(set(_GAMBLING.findall(match.group()))) >= 2
    ]
