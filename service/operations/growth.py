"""Questions about growth and change: from one level to another, behind a stated rate, between rates."""

from __future__ import annotations

import re

from service.operations.words import (
    ABOUT,
    CHANGE,
    CHECKS,
    EARLIER,
    NOT_OPERANDS,
    SHARE_OF,
    THINGS,
    Kind,
    Operation,
    cleaned,
    first_question,
    wanted,
    without,
)

_BASE = re.compile(
    rf"(?<![比较同跟与和]){EARLIER}(?:的)?(?:同期|同一时期|这时候?|上半年|全年|同样时间)(?:的)?(?P<rest>[^?]*?(?:推算|倒推|反推|折算|倒算|大概|大约|约|多少|多大|几|$))"
    rf"|(?:推算|倒推|反推|倒算|反算|还原)[^?]{{0,20}}?(?:{EARLIER}|基数|同期)|(?<![比较跟与和])(?:{EARLIER})[^?]{{0,14}}?(?:推算|倒推|反推|倒算|反算)|(?:19|20)\d{{2}}年[^?目任计]{{0,14}}?(?:推算|倒推|反推|倒算|反算)|(?:同期|上年)?基数[^?]{{0,6}}(?:多少|多大|几)"
)
_EARLIER_LEVEL = re.compile(
    r"(?:(?:19|20)\d{2}年|前年|去年|上年)(?:全年|同期|上半年|度)?(?P<rest>[^?,]{0,16}?)(?:大约|大概|约摸?|差不多|估摸)(?:是|有|在|为)?(?:多少|什么水平|多大|几)"
)
"""A level that the report may state or only its growth tells: 前年大概有多少户."""
_INCREASE = re.compile(
    rf"(?:同比|比(?:{EARLIER})(?:的)?(?:同期)?|比同期)[^?,]{{0,4}}?(?:净?增加?|多|增长|净增|增收|少|减少?|下降)(?:了|出|收)?(?:的)?(?:绝对额|绝对量|总?额|量)?[^?,]{{0,2}}?(?:多少(?:亿|万|元|钱|人|个|家|户|套|吨|辆|台)|几(?:亿|万|个|家|户|人)|绝对)"
    r"|(?:增量|增加额|净增额|净增量|绝对增量)[^?,]{0,6}(?:多少|多大|几)"
)
_INCREASE_RATE = re.compile(
    r"(?:增长|增加|上升|增多|扩大|涨|多|下降|减少|减|降|少)(?:了|幅度|幅|率|速度)*(?:是|为|有|约|大约|大概|折合|相当于)*(?:百分之(?:几|多少)|几成|多少%|多大比例|多少百分比|多大幅度|多少个?百分比)|(?:增长率|增幅|增速|涨幅|降幅|减幅)[^?,]{0,6}?(?:多少|多大|多高|几|百分之几|几何)"
)
_FROM_TO = re.compile(
    r"(?:从|由)(?P<old>[^?,]{1,30}?)(?:增长|增加|增|提高|提升|上升|升|减少|精减|精简|压减|压缩|下降|降|降低|扩大|扩|变|涨|调整|整合|发展|一下子|直接)*(?:到|至|成|为)(?P<new>[^?,]{1,30}?)的?(?:[,?][^?]{0,8}?)?"
    r"(?P<asks>(?:增幅|降幅|增速|涨幅|减幅|增长率|变化率)|(?:相当于)?(?:增长|增加|提高|上升|下降|减少|精减|压减|降低|降|涨|升|增|减|翻|变化|新增|多|少)(?:了|出|幅度|幅)*(?:是|有)?(?:多少|几|百分之几|多大))"
)
_GROWS = re.compile(
    r"(?P<all>[^?]*?)(?:相当于|等于|意味着|折合|算下来|算起来)[^?,]{0,6}?(?:要|得|需要|是)?(?:增长|增加|提高|上升|下降|减少|升|降|涨)(?:了)?(?:多少|百分之几|几成|几个|多大)"
)
_THAN = re.compile(
    rf"(?P<new>[^?,]+?)(?:要|将|应)?(?<![同环对相可])(?:比(?![例重率])|较)(?P<old>[^?]+?)(?:要|将|应|会|得|总共|一共|累计|总计)*(?:增长|增加|涨|升|跌|降|高出?|多出?|大|提高|提升|上升|低|少|下降|减少|降低|翻)(?:了|出|要)?{ABOUT}(?:{SHARE_OF})"
)
_POINTS = re.compile(
    r"(?P<a>[^?]+?)(?:的)?(?:增速|增幅|涨幅|增长率|增长)?(?:(?<![同环对相可])比(?![例重率])|跟|和|与|较)(?P<b>[^?]+?)(?:的)?(?:增速|增幅|涨幅|增长率|增长)?(?:相?比)?,?(?:快|高|低|慢|相差|差)(?:出|了)?(?P<asks>多少个?百分点|几个?百分点|几个点|多少个点|多少)"
)
_OTHERS = re.compile(
    r"(?P<who>全国|全省|全市|全县|全州|全区|省里|市里)(?:的)?(?P<what>[^?,]{0,14}?)(?:的)?(?:平均)?(?:增速|增长率?|增幅|涨幅|水平)[^?,]{0,8}?(?:推算|大约|大概|应该|反推|倒推|折算|算|约)[^?]*?(?:多少|几|百分之几)?"
)
_CUT = re.compile(
    r"(?P<topic>[^?]*?)(?:(?:精减|精简|压减|压缩|缩减|减少|砍掉|砍|裁)(?:了|掉|的)?(?:幅度|比例|率|百分之几|几成|多大比例|比重)|减幅)[^?]{0,6}"
)


def implied_base(text: str) -> Operation | None:
    match = _BASE.search(text)
    if match is None or _INCREASE.search(text):
        return None
    rest = match.groupdict().get("rest") or ""
    return wanted(
        Kind.IMPLIED_BASE,
        re.sub(r"推算|倒推|反推|折算|倒算|反算|还原|大概|大约|基数|多少|多大|同期", " ", without(text, match) + rest),
    )


def earlier_level(text: str) -> Operation | None:
    match = _EARLIER_LEVEL.search(text)
    if match is None or re.search("目标|任务|计划|占|比", text):
        return None
    return wanted(Kind.EARLIER_LEVEL, without(text, match) + match["rest"])


def increase(text: str) -> Operation | None:
    match = _INCREASE.search(text)
    return wanted(Kind.INCREASE, without(text, match)) if match else None


def increase_rate(text: str) -> Operation | None:
    match = _INCREASE_RATE.search(text)
    return wanted(Kind.INCREASE_RATE, first_question(without(text, match))) if match else None


def others(text: str) -> Operation | None:
    match = _OTHERS.search(text)
    if match is None or re.search(rf"(?:比|高于|快于|跑赢){match['who']}", text):
        return None
    return wanted(Kind.IMPLIED_OTHERS, match["what"] or without(text, match), stage=match["who"])


def points(text: str) -> Operation | None:
    match = _POINTS.search(text)
    if match is None or NOT_OPERANDS.search(match["b"]) or "占" in text or "相当于" in text:
        return None
    rates = re.search(r"增速|增幅|涨幅|增长|增得", text) is not None
    if not rates and not re.search("点", match["asks"]):
        return None
    if match["asks"] == "多少" and not rates:
        return None
    return wanted(Kind.POINTS, match["a"], match["b"])


def growth(text: str) -> Operation | None:
    compares = CHECKS.search(text) is not None
    match = _FROM_TO.search(text)
    if match and not re.search(r"几(?:个月|天|年)|多久|多长时间", text):
        before = text[: match.start()].split("?")[-1]
        amount = re.search(
            rf"(?:多少|几)(?:[{THINGS}亿万元㎡]|钱|平方)|新增", match["asks"] + text[match.end() : match.end() + 2]
        )
        kind = (
            Kind.CHANGE
            if amount and not re.search("百分|幅|率|成", match["asks"] + text[match.end() : match.end() + 2])
            else Kind.GROWTH
        )
        if NOT_OPERANDS.fullmatch(match["old"]):
            return None
        return wanted(kind, f"{before} {match['old']}", f"{before} {match['new']}", compares=compares)
    match = _GROWS.search(text)
    if match:
        words = match["all"]
        parts = re.split(r"[,;]|(?:的话)", words, maxsplit=1)
        if len(parts) == 2 and parts[0].strip() and parts[1].strip():
            return wanted(
                Kind.GROWTH, re.sub(r"^(?:按|照|以|从|用)|(?:算|为基数|计|来看|来说)$", "", parts[0]), parts[1], compares=compares
            )
        than = re.search(r"(?P<new>.+?)(?:比|较|相对于?|相比于?)(?P<old>.+)", words)
        if than and not NOT_OPERANDS.fullmatch(cleaned(than["old"])):
            return wanted(Kind.GROWTH, than["old"], than["new"], compares=compares)
        return wanted(Kind.GROWTH, words, words, compares=compares)
    match = _THAN.search(text)
    if match and not NOT_OPERANDS.match(cleaned(match["old"])):
        return wanted(Kind.GROWTH, match["old"], match["new"], compares=compares)
    return None


def cut(text: str) -> Operation | None:
    match = _CUT.search(text)
    return wanted(Kind.GROWTH, match["topic"], match["topic"], stage="change") if match else None


def change(text: str) -> Operation | None:
    match = CHANGE.search(text)
    if match is None or re.search(rf"{EARLIER}|同比|同期|比|还", match["topic"]) or not cleaned(match["topic"] + match["rest"]):
        return None
    return wanted(Kind.CHANGE, match["topic"] + match["rest"])
