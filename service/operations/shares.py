"""Questions about parts of a whole: shares, rates of a stage, what remains."""

from __future__ import annotations

import re

from service.operations.words import ABOUT, SHARE_OF, STAGE, Kind, Operation, cleaned, wanted

_NAMED_RATES = (
    (re.compile(r"增加值率"), "工业增加值", "工业总产值"),
    (re.compile(r"(?:销售|营收|营业收入|产值)?利润率"), "利润", "营业收入"),
    (re.compile(r"研发(?:投入|经费)?(?:强度|占比)"), "研发投入", "营业收入"),
    (re.compile(r"产销率"), "销售产值", "总产值"),
    (re.compile(r"(?:宏观)?税负"), "税收", "营业收入"),
    (re.compile(r"(?:外贸|进出口)依存度"), "进出口", "地区生产总值"),
)
_AMONG = re.compile(
    rf"(?P<whole>[^?]+?)(?:里面|里头|里|当中|之中|中|之内|内),?(?:有)?(?P<part>[^,?]+?){ABOUT}(?:占(?:到|了|据|其)?|是|为)?(?:的)?{SHARE_OF}"
)
_OF_WHOLE = re.compile(
    rf"(?P<part>[^?]+?){ABOUT}占(?![地用位])(?:到|了|据)?(?P<whole>[^?,占]*?)(?:的)?{ABOUT}(?P<asks>{SHARE_OF}|多少)"
)
_EQUALS = re.compile(
    rf"(?P<part>[^?]+?)(?:相当于|等于|约合|折合)(?P<whole>[^?]+?)的?{ABOUT}(?:{SHARE_OF}|多少个?百分点|几个百分点)"
)
_IN_WHOLE = re.compile(
    rf"(?P<part>[^?]+?)(?:在|于)(?P<whole>[^?,]+?)(?:里面|里|当中|之中|中)?(?:的)?{ABOUT}(?:占比|占(?:的)?{SHARE_OF}|比重|所占)"
)
_BARE_SHARE = re.compile(r"(?P<part>[^?,]+?)(?:的)?(?:占比|所占(?:的)?比[例重])[^?,]{0,8}")
_STAGE_RATE = (
    re.compile(rf"(?P<topic>[^?]*?)(?:的)?(?:已|实际)?(?P<stage>{STAGE})(?:的)?(?:率|比例|比重|占比|百分比|程度)(?!增)"),
    re.compile(
        rf"(?P<topic>[^?]*?)(?:里面|里|中|当中)?,?{ABOUT}(?:有)?(?:几成|百分之几|多大比例|多少比例|多大一?部分)(?:的)?[^?,]{{0,6}}?(?:已经?|是)?(?:[^?,]{{0,3}}?)(?P<stage>{STAGE})"
    ),
    re.compile(
        rf"(?P<topic>[^?]*?){ABOUT}(?P<stage>{STAGE})(?:了)?(?:的)?(?:有)?(?:几成|百分之几|多大比例|多少比例|多大一?部分|多少%)"
    ),
)
_REMAINDER = (
    re.compile(
        rf"(?P<topic>[^?]*?)(?:还|尚|仍)(?:有|剩|余|差)?(?:下)?(?:多少|几)[^?,]{{0,8}}?(?:没有?|未|尚未|待|等着)(?:能|曾|有)?(?P<stage>{STAGE})"
    ),
    re.compile(
        rf"(?P<topic>[^?,]*?)(?:还|尚|仍)?(?:没有?|未|尚未)(?:能|曾|有)?(?P<stage>{STAGE})的(?P<rest>[^,?]{{0,10}}?)(?:还|一共|共|总共)?(?:有|是|剩|余)?(?:多少|几)"
    ),
)


def share(text: str) -> Operation | None:
    for pattern, part, whole in _NAMED_RATES:
        match = pattern.search(text)
        if match and "占" not in text:
            return wanted(Kind.SHARE, part, whole, stage=match.group())
    for pattern in (_EQUALS, _AMONG, _OF_WHOLE, _IN_WHOLE):
        match = pattern.search(text)
        if match is None or re.search(r"多少倍|几倍", match.group()):
            continue
        whole = cleaned(match["whole"])
        if cleaned(match["part"]) in ("", "占"):
            continue
        if whole in ("比", "比重", "比例") or (not whole and match.groupdict().get("asks") == "多少"):
            continue
        if pattern is _AMONG and not re.search(
            rf"占|比例|比重|成|{SHARE_OF}", match.group()[match.end("part") - match.start() :]
        ):
            continue
        if re.search(r"增长$|增加$|增$|下降$|减少$|涨$|增速$|增幅$", cleaned(match["part"])):
            continue
        return wanted(Kind.SHARE, match["part"], whole)
    match = _BARE_SHARE.search(text)
    return wanted(Kind.SHARE, match["part"], "") if match else None


def stage_rate(text: str) -> Operation | None:
    if re.search(r"占", text) and not re.search(rf"(?:{STAGE})(?:的)?(?:率|占比)", text):
        return None
    for pattern in _STAGE_RATE:
        match = pattern.search(text)
        if match and not (match["stage"] == "完成" and re.search("目标|任务|计划", text)):
            return wanted(Kind.STAGE_RATE, match["topic"], stage=match["stage"])
    match = _ANY_RATE.search(text)
    return wanted(Kind.STAGE_RATE, match["topic"], stage=match["stage"]) if match else None


_ANY_RATE = re.compile(
    r"(?P<topic>[^?]*?)(?:的)?(?P<stage>(?!增长|增加|利润|负债|回报|失业|容积|收益|贡献|效|频|汇|利|概)[\u4e00-\u9fff]{2})率(?:大约|大概|约|能|会|得|至少|最多)*(?:是|有|为|达到?)?(?:多少|多高|多大|几成|百分之几|几何|怎么样|[?]|$)"
)
"""Any other rate of doing: 上岗率, 复工率. Whether it is one shows in the figures: the part must bear the word."""


def remainder(text: str) -> Operation | None:
    for pattern in _REMAINDER:
        match = pattern.search(text)
        if match:
            return wanted(Kind.REMAINDER, match["topic"] + (match.groupdict().get("rest") or ""), stage=match["stage"])
    return None


_OF_THEM = re.compile(
    rf"(?P<whole>[^?,]{{2,24}}?)(?:,|被|里面?|当中|之中|中)(?P<part>[^?,]{{1,16}}?)(?:了|掉|的)*{ABOUT}(?:占)?(?:的)?(?:{SHARE_OF}|比例|几成)(?:有)?(?:多高|多大|多少|[?]|$)"
)
_SHARE_FIRST = re.compile(
    r"(?P<whole>[^?,]{2,24}?)(?:里面?|当中|之中|中|,)(?:有)?(?:(?:多大|多少)(?:的)?(?:比例|一?部分)|几成|百分之几)(?:的)?(?P<part>[^?,]{2,16})"
)


def loosely(text: str) -> Operation | None:
    """A question for a share that says neither 占 nor which stage is reached: 评审的项目被否掉的比例多高."""
    if re.search(r"增|涨|降|同比|环比|提高|加了|倍", text):
        return None
    for pattern in (_OF_THEM, _SHARE_FIRST):
        match = pattern.search(text)
        if match and cleaned(match["whole"]) and cleaned(match["part"]):
            return wanted(Kind.SHARE, match["part"], match["whole"])
    return None
