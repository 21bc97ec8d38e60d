"""The mind of the fake model: answers a rendered prompt from its own text alone, by copying what fits best.

It knows the fences of the prompts (〈资料〉, 〈问题〉 …) and nothing else of the product, and it never writes a figure of its own:
so a score measured through it is a score of what it was shown, and of the code around it.
"""

import re
from collections import Counter
from dataclasses import dataclass

_ITEM = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_SENTENCE_END = re.compile("(?<=[。!?;\uff01\uff1f\uff1b])(?![”』」)\uff09])|\n")
_IDLE = re.compile(
    r"请问|一下|多少|什么|哪些|哪个|哪几|是否|有没有|怎么样|怎样|如何|情况|分别|各自|大概|大约|到底|目前|现在|[的了吗呢是在有和与及、,。?!:“”《》\uff0c\uff1a\uff1f\uff01\s]"
)
_ENDS = "?。\uff1f"
_FORWARD = re.compile(r"预计|力争|计划|目标|拟|将")


@dataclass(frozen=True)
class Item:
    number: int
    head: str
    body: str
    note: str


def read(messages: list[dict[str, str]]) -> str:
    """The completion for a chat request's messages."""
    user = "\n".join(message["content"] for message in messages if message.get("role") == "user")
    items = _items(_block(user, "资料"))
    if question := _block(user, "追问"):
        return _condensed(_block(user, "对话"), question)
    if sentence := _block(user, "句子"):
        return _repaired(sentence, items)
    if section := _block(user, "栏目"):
        wanted = re.sub(r"^(园区|期间):.*$", "", section, flags=re.MULTILINE)
        lines = _copied(wanted, items, most=5, least=0.12)
        return _reply(lines, "报告未单列本栏目的内容。")
    question = _block(user, "问题") or user
    lines = [f"{item.body}[{item.number}]" for item in items if item.head.startswith("计算")][:3]
    lines += [line for line in _copied(question, items, most=2, least=0.3) if line not in lines]
    return _reply(lines, f"报告未提及{question.strip().rstrip(_ENDS)}。")


def _block(text: str, tag: str) -> str:
    found = re.search(f"〈{tag}〉\n?(.*?)\n?〈/{tag}〉", text, re.DOTALL)
    return found.group(1) if found else ""


def _items(material: str) -> list[Item]:
    heads = list(_ITEM.finditer(material))
    items = []
    for head, end in zip(heads, [*(head.start() for head in heads[1:]), len(material)], strict=False):
        body = material[head.end() : end].strip()
        text, _, note = body.partition("\n注:")
        items.append(Item(int(head.group(1)), head.group(2), text, note))
    return items


def _bigrams(text: str) -> Counter[str]:
    bare = re.sub(r"[^\w%.]", "", text.lower())
    return Counter(bare[at : at + 2] for at in range(len(bare) - 1))


def _copied(wanted: str, items: list[Item], *, most: int, least: float) -> list[str]:
    """Up to ``most`` sentences of the items that cover at least ``least`` of the wanted bigrams, best first, marked."""
    # What every head says (the zone, the period) tells no sentence from another.
    common = set.intersection(*(set(_bigrams(item.head)) for item in items)) if items else set()
    want = {gram for gram in _bigrams(_IDLE.sub("", wanted)) if gram not in common}
    scored = []
    for rank, item in enumerate(items):
        for sentence in filter(None, (each.strip() for each in _SENTENCE_END.split(item.body))):
            shared = want & set(_bigrams(sentence))
            covered = len(shared) / len(want) if want else 0.0
            scored.append((covered - 0.01 * rank, covered, f"{_with_status(sentence, item.note)}[{item.number}]"))
    scored.sort(key=lambda each: -each[0])
    best = scored[0][1] if scored else 0.0
    return [line for _, covered, line in scored[:most] if covered >= max(least, 0.6 * best)]


def _with_status(sentence: str, note: str) -> str:
    word = _FORWARD.search(note)
    if not word or _FORWARD.search(sentence) or not re.search(r"\d", sentence):
        return sentence
    return re.sub(r"([。!;]?)$", rf"({'预计数' if word.group() == '预计' else '目标'})\1", sentence, count=1)


def _reply(lines: list[str], absent: str) -> str:
    return "\n".join(["状态: answered", *lines]) if lines else f"状态: not_found\n{absent}"


def _repaired(sentence: str, items: list[Item]) -> str:
    lines = _copied(re.sub(r"\[\d+\]|[\d.]+", "", sentence), items, most=1, least=0.3)
    return lines[0] if lines else "删除"


def _condensed(history: str, question: str) -> str:
    asked = re.findall(r"^(?:用户|问):\s*(.+)$", history, re.MULTILINE)
    return f"{asked[-1].rstrip(_ENDS)},{question}" if asked and len(question) < 20 else question
