"""A small OFD (GB/T 33190): a zip of XML whose pages hold text objects at places on paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from evals.intake.lines import Role
from evals.intake.writing import Job, blocks, set_lines

_WIDTH, _HEIGHT, _LEFT, _TOP, _SIZE, _STEP = 210.0, 297.0, 25.0, 30.0, 4.6, 8.0
_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    x: float
    y: float


def ofd(job: Job) -> bytes:
    pages = list(_pages(job))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", _root(job))
        package.writestr("Doc_0/Document.xml", _document(len(pages)))
        package.writestr("Doc_0/PublicRes.xml", _fonts())
        for number, texts in enumerate(pages):
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", _content(texts))
    return out.getvalue()


def _pages(job: Job) -> Iterator[list[_Text]]:
    """Lines at their places, page after page; cells of a row side by side, a running number at the foot."""
    texts: list[_Text] = []
    y, number = _TOP, 1
    for row in _printed(job):
        if y > _HEIGHT - 35:
            yield [*texts, _foot(number)]
            texts, y, number = [], _TOP, number + 1
        texts += [_Text(text, x, y) for x, text in row]
        y += _STEP
    yield [*texts, _foot(number)]


def _foot(number: int) -> _Text:
    return _Text(f"— {number} —", _WIDTH / 2 - 8, _HEIGHT - 20)


def _printed(job: Job) -> Iterator[list[tuple[float, str]]]:
    """Lines of print, each its texts with how far from the left they stand."""
    for block in blocks(job.lines):
        if block.rows:
            yield from _table(block.rows)
        elif block.role in (Role.TITLE, Role.CAPTION):
            yield [(max(_LEFT, (_WIDTH - _wide(block.text)) / 2), block.text)]
        else:
            indent = 2 * _SIZE if block.opens else 0.0
            for at, text in enumerate(set_lines(block.text, _wide, _WIDTH - 2 * _LEFT, indent)):
                yield [(_LEFT + (0 if at else indent), text)]


def _table(rows: Sequence[Sequence[str]]) -> Iterator[list[tuple[float, str]]]:
    """Columns as wide as their longest cell, drawn apart to the width of the page."""
    wide = [max(_wide(row[at]) for row in rows) for at in range(len(rows[0]))]
    gap = max(2.0, (_WIDTH - 2 * _LEFT - sum(wide)) / len(wide))
    left = [_LEFT + sum(wide[:at]) + at * gap for at in range(len(wide))]
    yield from (list(zip(left, row, strict=True)) for row in rows)


def _wide(text: str) -> float:
    return sum(map(_step, text))


def _step(character: str) -> float:
    return _SIZE if character > "\u2000" else _SIZE / 2


def _content(texts: Sequence[_Text]) -> str:
    objects = "".join(_object(number + 10, each) for number, each in enumerate(texts))
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'


def _object(number: int, each: _Text) -> str:
    """One text object; equal steps are written short, as g COUNT STEP."""
    width = _wide(each.text)
    steps = [_step(character) for character in each.text[:-1]]
    delta = (
        f"g {len(steps)} {_SIZE:.2f}" if len(set(steps)) == 1 and len(steps) > 1 else " ".join(f"{step:.2f}" for step in steps)
    )
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{each.x:.2f} {each.y:.2f} {width:.2f} {_SIZE + 1:.2f}" Font="1" Size="{_SIZE}">'
        f'<ofd:TextCode X="0" Y="{_SIZE}"{f" DeltaX={chr(34)}{delta}{chr(34)}" if delta else ""}>{escape(each.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _root(job: Job) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{job.draw.getrandbits(128):032x}</ofd:DocID><ofd:Title>{escape(job.dirty.source.title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(count: int) -> str:
    pages = "".join(f'<ofd:Page ID="{1000 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(count))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_WIDTH:g} {_HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        f"</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _fonts() -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Res {_NAMESPACE} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="1" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>'
    )
