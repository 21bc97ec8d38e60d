"""The model writer: numbered evidence and a prompt in, draft sentences out as they are written.

Nothing here is verified: a draft's numbers are checked by the caller against the evidence they cite. A model that fails
raises ModelUnavailable, also after sentences were given; those are whole, and the caller decides what becomes of them.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import cast

from index.errors import ModelUnavailable
from index.tokens import count_tokens
from prompts import Prompt, load
from service.draft import Draft, DraftSentence, DraftStatus, Evidence, disarmed, read_marked
from service.llm import ChatModel, complete
from service.schema import Usage

CONTEXT_TOKENS = 6000
"""Room for evidence: what the ten best passages and their computed facts take, and small enough for an 8k window."""

_STATUS = re.compile(
    "^[\\W_]*状态[*\\s]*[:\uff1a][*\\s]*(answered|partial|not[_ ]found|ambiguous)(?![a-z])[*\\s]*", re.IGNORECASE
)
# Markdown that models add unasked. An ordinal is one only where no digit follows: 1.5亿元 keeps its 1.
_DECORATION = re.compile(r"^\s*(?:(?:[-*+•>]|#{1,6})\s+)*(?:(?:\d{1,2}[.、)](?!\d)|[(\uff08]\d{1,2}[)\uff09])\s*)?")


async def write(
    model: ChatModel, prompt: Prompt, evidence: Sequence[Evidence], **inputs: str
) -> AsyncGenerator[DraftSentence | Draft, None]:
    """Gives each sentence as soon as its line is whole, and last the ``Draft`` that holds them all.

    ``inputs`` are the prompt's inputs but ``evidence``. Citations of numbers that no evidence has are dropped, so that a
    sentence with an invented source counts as one without. Raises ModelUnavailable, also where the reply has no sentence.
    """
    kept = fitting(evidence)
    messages = prompt.render(evidence=material(kept), **inputs)
    reader, sentences, usage = ReplyReader(frozenset(each.number for each in kept)), dict[DraftSentence, None](), Usage()
    async with aclosing(model.stream(*messages)) as stream:
        async for piece in stream:
            if isinstance(piece, Usage):
                usage = piece
                continue
            for sentence in reader.feed(piece):
                if sentence not in sentences:
                    sentences[sentence] = None
                    yield sentence
    for sentence in reader.close():
        if sentence not in sentences:
            sentences[sentence] = None
            yield sentence
    if not sentences:
        raise ModelUnavailable(f"模型 {model.name} 没有写出句子")
    yield Draft(tuple(sentences), reader.status, "model", model.name, prompt.identity, usage)


async def repair(
    model: ChatModel, question: str, sentence: DraftSentence, verdicts: Sequence[str], evidence: Sequence[Evidence]
) -> Draft:
    """One attempt to rewrite a sentence that failed; ``verdicts`` say in Chinese what is wrong with which number.

    The draft holds the new sentence, not yet verified, or none: the model gave up, failed or said the same again.
    """
    kept = fitting(evidence)
    prompt = load("repair")
    told = "\n".join(f"- {verdict}" for verdict in verdicts)
    messages = prompt.render(question=question, sentence=sentence.text, verdicts=told, evidence=material(kept))
    try:
        reply, usage = await complete(model, *messages)
    except ModelUnavailable:
        return Draft((), None, "model", model.name, prompt.identity)
    reader = ReplyReader(frozenset(each.number for each in kept))
    written = [each for each in [*reader.feed(reply), *reader.close()] if not each.body.startswith("删除")]
    better = [each for each in written[:1] if each != sentence]
    return Draft(tuple(better), None, "model", model.name, prompt.identity, usage)


class ReplyReader:
    """Reads a reply piece by piece. ``status`` is known once its line has come, None where none came.

    Lines before the status line are held back, for they are a model's thoughts or its greeting; they count only where the
    whole reply has no status line.
    """

    def __init__(self, known: frozenset[int]) -> None:
        self.status: DraftStatus | None = None
        self._known = known
        self._rest = ""
        self._held: list[str] = []

    def feed(self, piece: str) -> list[DraftSentence]:
        *lines, self._rest = (self._rest + piece).split("\n")
        return [sentence for line in lines for sentence in self._line(line)]

    def close(self) -> list[DraftSentence]:
        last, self._rest = self._line(self._rest), ""
        if self.status is not None:
            return last
        held, self._held = thoughtless("\n".join(self._held)), []
        return [sentence for line in held.splitlines() for sentence in self._sentences(line)]

    def _line(self, line: str) -> list[DraftSentence]:
        if self.status is None:
            self._held.append(line)
            thoughts = "\n".join(self._held)
            found = _STATUS.match(line.rpartition("</think>")[2])
            if not found or thoughts.count("<think>") > thoughts.count("</think>"):
                return []
            self.status = cast(DraftStatus, found.group(1).lower().replace(" ", "_"))
            self._held, line = [], line.rpartition("</think>")[2][found.end() :]
        return [] if _STATUS.match(line) else self._sentences(line)

    def _sentences(self, line: str) -> list[DraftSentence]:
        if line.lstrip().startswith("```"):
            return []
        plain = _DECORATION.sub("", line.replace("**", "").replace("`", ""), count=1)
        return [
            DraftSentence(each.body, tuple(number for number in each.citations if number in self._known))
            for each in read_marked(plain)
        ]


def fitting(evidence: Sequence[Evidence], tokens: int = CONTEXT_TOKENS) -> tuple[Evidence, ...]:
    """The evidence that fits, in its own order: computed facts first, then by rank, until the first that does not.

    At least one stays; if it alone is too long, its text is cut after a sentence.
    """
    kept, left = dict[int, Evidence](), tokens
    for each in sorted(evidence, key=lambda each: not each.computed):
        left -= count_tokens(material([each])) + 1
        if left >= 0:
            kept[each.number] = each
            continue
        if not kept:
            kept[each.number] = replace(each, text=_cut(each.text, tokens))
        break
    return tuple(kept[each.number] for each in evidence if each.number in kept)


def material(evidence: Sequence[Evidence]) -> str:
    """Evidence as prompts show it. A report's own [3] is disarmed: it is no mark of ours."""
    items = []
    for each in evidence:
        head = " | ".join(filter(None, ["计算" if each.computed else "", each.zone, each.period_label, " > ".join(each.heading)]))
        text = "\n".join(filter(None, [each.text.strip(), f"注:{each.note}" if each.note else ""]))
        items.append(f"[{each.number}] {disarmed(head)}\n{disarmed(text)}")
    return "\n\n".join(items)


def _cut(text: str, tokens: int) -> str:
    """The longest start of ``text`` of at most ``tokens`` that ends a sentence or, lacking one, does not end in a number."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count_tokens(text[:middle]) <= tokens else (low, middle - 1)
    ends = [end.end() for end in re.finditer("[。;\uff1b\n]", text[:low])]
    return text[: ends[-1]] if ends else re.sub(r"[\d.,]+$", "", text[:low])


def thoughtless(reply: str) -> str:
    """The reply without what a reasoning model thought aloud; some servers leave out the opening tag."""
    return reply.rpartition("</think>")[2]
