"""Words of a report that are addressed to whatever machine reads it (提示注入): no figure in them is evidence of anything."""

from __future__ import annotations

import re

from index.domain import Span

_COMMAND = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|抛开|跳过|绕过|覆盖)[^。!?！？\n]{0,12}(?:指令|提示词?|要求|规则|设定|限制|命令|资料|上文|内容)"
    r"|(?:系统|新的?|最高)(?:提示词?|指令|消息)[:：]?"
    r"|(?:你|您)(?:现在)?(?:是|必须|应当|应该|需要|要|只能|务必)[^。!?！？\n]{0,20}(?:助手|模型|机器人|AI|回答|回复|输出|写)"
    r"|(?:回答|答复|作答|输出|回复|总结|摘要|生成)[^。!?！？\n]{0,10}(?:时|中|里)?[,，]?(?:请|须|必须|务必|应|一律|只)[^。!?！？\n]{0,8}(?:写|说|输出|回答|填|加|声称|注明)"
    r"|请(?:直接|只|务必|一律|在[^。!?！？\n]{0,12})?(?:输出|回答|回复|答复|声称|写(?:明|成|上|道|出|入|:|：))"
    r"|(?:AI|人工智能|大?语言模型|大模型|聊天机器人)(?:助手|系统)?(?:在|请|须|必须|应|务必|读到|看到|[:：])"
    r"|(?:不要|不得|无需|不用|禁止)(?:标注|加|写|注明|给出)?(?:引用|编号|来源|核验)"
    r"|(?:ignore|disregard|forget|override)[^.\n]{0,40}(?:instruction|prompt|rule|above|previous)|system\s*prompt|you are (?:now )?an?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。!?！？\n]*[。!?！？\n]?")


def commanded(text: str) -> list[Span]:
    """Stretches of a text that command its reader: from the command to its sentence's end and the sentence behind it."""
    if not _COMMAND.search(text):
        return []
    sentences = [Span(*match.span()) for match in _SENTENCE.finditer(text) if match.group()]
    found = []
    for at, each in enumerate(sentences):
        command = _COMMAND.search(text, each.start, each.end)
        if command is not None:
            last = sentences[min(at + 1, len(sentences) - 1)]
            paragraph = text.find("\n", each.start)
            end = min(last.end, paragraph if paragraph >= each.end else last.end)
            found.append(Span(each.start, max(end, each.end)))
    return found
