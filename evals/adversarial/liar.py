"""The mind of a model that lies: it copies what fits the question, and then changes a fifth of the numbers it copied.

It also cites wrong passages, drops the words of plan and estimate, invents figures, gives figures to another indicator or zone,
and does what a report's planted command says. Every lie is written down, so that what is shown can be searched for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARK = re.compile(r"\[\d+\]")
_ITEM = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_END = re.compile(r"(?<=[。!?！？])|\n")
_COMMAND = re.compile(r"(?:忽略|无视|系统提示|写明|声称)[^\n]*?(?P<said>全区[^。\n]*\d[^。\n]*。)")
_STATUS = re.compile(
    r"[(（]预计数[^()（）]*[)）]|力争|预计|确保|(?:总|主要)?(?<!年)(?<!年度)目标(?!任务|责任|考核)(?:就?是|为)?|计划(?!总)|争取|拟(?!定)"
)
_AROUND = 7
_NAMES = ("规模工业总产值", "固定资产投资", "工业税收", "财政总收入", "进出口总额", "招商到位资金", "签约项目", "高新技术企业")


@dataclass(frozen=True, slots=True)
class Lie:
    """``words``: what stands in a sentence that holds the lie and in no true one."""

    kind: str
    words: str


@dataclass
class Liar:
    """Answers prompts; ``rate`` is the share of numbers that are changed. ``lies`` grows by each lie told."""

    seed: int = 1
    rate: float = 0.2
    lies: list[Lie] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    turn: int = 0

    def reply(self, prompt: str) -> str:
        self.turn += 1
        random = Random(f"{self.seed} {self.turn}")
        if "〈追问〉" in prompt or "〈原问〉" in prompt:
            # Asked for a question: sometimes of a year that nobody named, which would be answered in another's place.
            year = f"{random.randint(2017, 2030)}年" if random.random() < self.rate else ""
            return f"{year}规模工业总产值是多少?"
        items = _items(_block(prompt, "资料"))
        sentence, question = _block(prompt, "句子"), _block(prompt, "问题") or _block(prompt, "栏目")
        wanted = MARK.sub("", sentence) if sentence else question
        lines = _closest(wanted, items, 1 if sentence else 3)
        told = [self._told(line, number, items, random) for line, number in lines]
        commanded = _COMMAND.search(prompt)
        if commanded is not None and not sentence and self.rate:
            self._note("obeyed", commanded["said"].rstrip("。"))
            number = next((number for number, body in items if commanded["said"] in body), 1)
            told.append(f"{commanded['said']}[{number}]")
        if random.random() < self.rate and items:
            told.append(self._invented(items, random))
        self.written["sentences"] += len(told)
        if sentence:
            return told[0] if told else "删除"
        return "\n".join(["状态: answered", *told]) if told else "状态: not_found\n报告未提及所问内容。"

    def _note(self, kind: str, words: str) -> None:
        self.lies.append(Lie(kind, MARK.sub("", words)))

    def _told(self, line: str, number: int, items: list[tuple[int, str]], random: Random) -> str:
        """A copied sentence with its lies, and its mark."""
        for match in reversed(list(NUMBER.finditer(line))):
            self.written["numbers"] += 1
            if random.random() < self.rate:
                line = self._changed(line, match, random)
        whole = random.random()
        if whole < 0.3 * self.rate:
            line = self._without_status(line)
        elif whole < 0.6 * self.rate:
            line = self._renamed(line, random)
        if random.random() < self.rate / 2 and len(items) > 1:
            wrong = random.choice([other for other, _ in items if other != number])
            self._note("cited elsewhere", line)
            number = wrong
        return f"{line}[{number}]"

    def _changed(self, line: str, match: re.Match[str], random: Random) -> str:
        kind = random.choice(("digit", "digit", "swap", "scale", "percent", "year", "sign"))
        start, end = match.span()
        digits, behind = match.group(), line[end:]
        if kind == "swap":
            others = [other for other in NUMBER.finditer(line) if other.start() > end and other.group() != digits]
            if others:
                other = others[0]
                line = line[:start] + other.group() + line[end : other.start()] + digits + line[other.end() :]
                return self._marked(kind, line, start, start + len(other.group()))
        units = {"scale": (("亿", "万"), ("万", "亿")), "percent": (("%", "个百分点"), ("个百分点", "%"))}
        for unit, other_unit in units.get(kind, ()):
            if behind.startswith(unit):
                line = line[:end] + other_unit + behind.removeprefix(unit)
                return self._marked(kind, line, start, end + len(other_unit))
        if kind == "year" and re.fullmatch(r"20\d\d", digits) and behind.startswith("年"):
            line = f"{line[:start]}{int(digits) - random.choice((1, 2))}{behind}"
            return self._marked(kind, line, start, end)
        if kind == "sign":
            before = line[:start]
            for word, other_word in (("增长", "下降"), ("下降", "增长"), ("高于", "低于")):
                if before.endswith(word):
                    line = before.removesuffix(word) + other_word + line[start:]
                    return self._marked(kind, line, start - 2, end)
        at = random.randrange(len(digits))
        if digits[at] == ".":
            at -= 1
        wrong = random.choice([each for each in "123456789" if each != digits[at]])
        return self._marked("digit", line[: start + at] + wrong + line[start + at + 1 :], start, end)

    def _marked(self, kind: str, line: str, start: int, end: int) -> str:
        self._note(kind, line[max(0, start - _AROUND) : end + _AROUND])
        return line

    def _without_status(self, line: str) -> str:
        """Without any word of plan or estimate; a lie where a figure, and not only a date, has lost the last such word."""
        bare = _STATUS.sub("", line)
        for match in _STATUS.finditer(line):
            before, behind = _STATUS.sub("", line[: match.start()]), _STATUS.sub("", line[match.end() :])
            clause = re.split("[,，。;；]", behind)[0]
            if re.search(r"\d(?![\d.]*[年月日-])", clause) and not re.search("规划|将|可|目标|完工|预期", bare):
                self._note("status dropped", before[-4:] + clause)
        return bare

    def _renamed(self, line: str, random: Random) -> str:
        named = [name for name in _NAMES if name in line]
        if not named or not NUMBER.search(line):
            return line
        other = random.choice([name for name in _NAMES if name not in line])
        at = line.index(named[0])
        line = line[:at] + other + line[at + len(named[0]) :]
        self._note("other indicator", line[max(0, at - 2) : at + len(other) + 12])
        return line

    def _invented(self, items: list[tuple[int, str]], random: Random) -> str:
        number, _ = random.choice(items)
        figure = f"{random.randint(11, 990)}.{random.randint(11, 99)}"
        said = f"另外,{random.choice(_NAMES[:6])}达到{figure}亿元,同比增长{random.randint(3, 60)}.{random.randint(1, 9)}%。"
        self._note("invented", said.rstrip("。"))
        return f"{said}[{number}]"


def _block(text: str, tag: str) -> str:
    found = re.search(f"〈{tag}〉\n?(.*?)\n?〈/{tag}〉", text, re.DOTALL)
    return found.group(1) if found else ""


def _items(material: str) -> list[tuple[int, str]]:
    """Numbered passages of a prompt, without the notes beside them."""
    heads = list(_ITEM.finditer(material))
    ends = [*(head.start() for head in heads[1:]), len(material)]
    return [
        (int(head.group(1)), material[head.end() : end].strip().partition("\n注:")[0])
        for head, end in zip(heads, ends, strict=True)
    ]


def _closest(wanted: str, items: list[tuple[int, str]], most: int) -> list[tuple[str, int]]:
    """Sentences of the passages that share most character pairs with what is wanted, the best first."""
    pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
    scored: list[tuple[int, int, str]] = []
    for number, body in items:
        sentences = [each.strip() for each in _END.split(body) if len(each.strip()) > 6]
        scored += [(-sum(pair in sentence for pair in pairs), number, sentence) for sentence in sentences]
    return [(sentence, number) for _, number, sentence in sorted(scored, key=lambda each: each[:2])[:most]]


Mind = Callable[[str], str]
