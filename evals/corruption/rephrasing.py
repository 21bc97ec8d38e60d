"""The same said otherwise: other word order, synonyms, other scales, figures in words. What is told stays what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from evals.corruption.composing import Part, Statement
from index.domain import Status
from index.indicators import CATALOGUE
from index.numerals import quantities

Rephrase = Callable[[Statement, Random], Statement | None]
_HAN = "零一二三四五六七八九十"


def _mapped(statement: Statement, changed: Mapping[int, str]) -> Statement | None:
    if not changed:
        return None
    return statement.with_parts([replace(part, text=changed.get(at, part.text)) for at, part in enumerate(statement.parts)])


def _choices(statement: Statement, kind: str, others: Mapping[str, tuple[str, ...]], random: Random) -> Statement | None:
    return _mapped(
        statement,
        {
            at: random.choice(others[part.text])
            for at, part in enumerate(statement.parts)
            if part.kind == kind and part.text in others
        },
    )


def verbs(statement: Statement, random: Random) -> Statement | None:
    said = ("达到", "完成", "实现", "为", "达")
    return _choices(
        statement, "verb", {"": said, **{word: tuple(other for other in said if other != word) for word in said}}, random
    )


def bases(statement: Statement, random: Random) -> Statement | None:
    return _choices(
        statement, "base", {"同比": ("比上年同期", "较上年同期", "与去年同期相比", "较去年同期", "比去年同期")}, random
    )


def bounds(statement: Statement, random: Random) -> Statement | None:
    under = {
        "超过": ("突破", "超", "逾"),
        "突破": ("超过", "逾"),
        "近": ("接近", "将近"),
        "约": ("大约", "大概"),
        "超": ("超过", "突破"),
    }
    return _choices(statement, "under", under, random)


def wanted(statement: Statement, random: Random) -> Statement | None:
    words = {
        "力争": ("确保", "争取", "计划"),
        "计划": ("力争", "拟", "目标是"),
        "确保": ("力争", "目标为"),
        "目标是": ("力争", "计划"),
        "预计": ("预计将", "初步测算"),
        "(预计数)": ("(预计)", "(为预计数)"),
    }
    return _choices(statement, "status", words, random)


def aliases(statement: Statement, random: Random) -> Statement | None:
    """Another of the catalogue's words for just the same definition."""
    changed = dict[int, str]()
    for at, part in enumerate(statement.parts):
        entry = CATALOGUE.lookup(part.text) if part.kind == "name" else None
        if entry is not None:
            others = [word for word in (entry.name, *entry.aliases) if word != part.text and word.isalpha() and len(word) > 2]
            if others:
                changed[at] = random.choice(others)
    return _mapped(statement, changed)


def scales(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    """18000万元 for 1.8亿元."""
    changed = dict[int, str]()
    for at, part in enumerate(statement.parts[:-1]):
        behind = statement.parts[at + 1]
        if part.kind == "number" and behind.kind == "unit" and behind.text.startswith("亿") and _plain(part.text):
            changed |= {at: f"{(Decimal(part.text) * 10000).normalize():f}", at + 1: "万" + behind.text[1:]}
    return _mapped(statement, changed)


def shares(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    """百分之四十一点二 for 41.2%, 三成 for 30%."""
    changed = dict[int, str]()
    for at, part in enumerate(statement.parts[:-1]):
        if part.kind == "number" and statement.parts[at + 1].text == "%" and _plain(part.text):
            value = Decimal(part.text)
            if value % 10 == 0 and 10 <= value < 100:
                changed |= {at: _HAN[int(value) // 10], at + 1: "成"}
            elif value < 100:
                changed |= {at: "百分之" + _spoken(value), at + 1: ""}
    return _mapped(statement, changed)


def _plain(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _spoken(value: Decimal) -> str:
    whole, _, places = f"{value:f}".partition(".")
    tens, ones = divmod(int(whole), 10)
    words = (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")
    return words + ("点" + "".join(_HAN[int(digit)] for digit in places) if places else "")


def zones(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    """The everyday name of a zone: 青河经开区 for 青河经济开发区."""
    short = {"经济开发区": "经开区", "经济技术开发区": "经开区", "高新技术产业开发区": "高新区"}
    changed = dict[int, str]()
    for at, part in enumerate(statement.parts):
        for long, name in short.items():
            if part.kind == "zone" and part.text.endswith(long) and len(part.text) > len(long):
                changed[at] = part.text.removesuffix(long) + name
                break
    return _mapped(statement, changed)


def companies(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    return _mapped(
        statement,
        {
            at: part.text.removesuffix("有限公司") + random.choice(("", "公司"))
            for at, part in enumerate(statement.parts)
            if part.kind == "subject" and part.text.endswith("有限公司") and len(part.text) > 6
        },
    )


def times(statement: Statement, random: Random) -> Statement | None:
    words = {
        "上半年": ("1-6月", "1至6月份"),
        "前三季度": ("1-9月", "1至9月"),
        "1-6月": ("上半年",),
        "1-9月": ("前三季度",),
        "1至9月": ("1-9月份",),
    }
    changed = dict[int, str]()
    for at, part in enumerate(statement.parts):
        for word, others in words.items():
            if part.kind == "period" and part.text.endswith(word):
                changed[at] = part.text.removesuffix(word) + random.choice(others)
                break
    return _mapped(statement, changed)


def figure_first(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    """完成固定资产投资50亿元 for 固定资产投资完成50亿元."""
    parts = list(statement.parts)
    for at in range(len(parts) - 1):
        if parts[at].kind == "name" and parts[at + 1].kind == "verb" and parts[at + 1].text in ("完成", "实现"):
            parts[at], parts[at + 1] = parts[at + 1], parts[at]
            return statement.with_parts(parts)
    return None


def time_first(statement: Statement, random: Random) -> Statement | None:  # noqa: ARG001
    """2024年上半年,青河经济开发区… for 青河经济开发区2024年上半年…"""
    parts = list(statement.parts)
    if len(parts) > 2 and parts[0].kind == "zone" and parts[1].kind == "period":
        rest = parts[3:] if parts[2].text == "," else parts[2:]
        return statement.with_parts([parts[1], Part("text", ","), parts[0], *rest])
    return None


def lead_in(statement: Statement, random: Random) -> Statement | None:
    """Words before that claim nothing."""
    if statement.rows[0].status is Status.TARGET:
        return None
    lead = random.choice(("报告显示,", "据报告,", "从报告看,", "数据显示:", "总体来看,"))
    return statement.with_parts([Part("text", lead), *statement.parts])


REPHRASINGS: Mapping[str, Rephrase] = {
    "verbs": verbs,
    "bases": bases,
    "bounds": bounds,
    "wanted": wanted,
    "aliases": aliases,
    "scales": scales,
    "shares": shares,
    "zones": zones,
    "companies": companies,
    "times": times,
    "figure_first": figure_first,
    "time_first": time_first,
    "lead_in": lead_in,
}
"""Ways to say the same. One that a sentence gives no occasion for is None."""


def figures_kept(one: Statement, other: Statement) -> bool:
    """Whether both hold the same values in the same order: a guard against a paraphrase that is none."""
    read = ([each.value_norm for each in quantities(text)] for text in (one.text, other.text))
    return next(read) == next(read)
