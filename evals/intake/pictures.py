"""Scans: pages drawn at 150 to 200 dpi, then skewed, blurred, unevenly lit, speckled and pressed to JPEG."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from evals.intake.lines import Role
from evals.intake.writing import Block, Job, blocks, set_lines

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_FONTS = (
    "NotoSerifCJK-Regular",
    "NotoSansCJK-Regular",
    "SourceHanSerif",
    "SourceHanSans",
    "wqy-zenhei",
    "wqy-microhei",
    "uming",
    "ukai",
)
_SIMPLIFIED = 2
"""Which face of a Noto CJK collection has the mainland's forms."""
_INCH_WIDE, _INCH_HIGH, _MARGIN = 8.27, 11.69, 0.95


@cache
def font_files() -> tuple[Path, ...]:
    """CJK fonts of this machine that pages can be drawn with."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.tt[cf]"))]
    return tuple(path for name in _FONTS for path in files if path.stem.startswith(name))


def scanned_pdf(job: Job) -> bytes:
    dpi = job.draw.randint(150, 200)
    pages = [_pressed(_spoiled(page, job), job) for page in _drawn(job, dpi, paged=True)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return out.getvalue()


def png(job: Job) -> bytes:
    return _saved(_spoiled(next(_drawn(job, job.draw.randint(150, 200), paged=False)), job), "PNG")


def jpg(job: Job) -> bytes:
    page = _spoiled(next(_drawn(job, job.draw.randint(150, 200), paged=False)), job)
    return _saved(page, "JPEG", quality=job.draw.randint(45, 80))


def _saved(page: Image, form: str, **options: int) -> bytes:
    out = io.BytesIO()
    page.save(out, form, **options)
    return out.getvalue()


def _pressed(page: Image, job: Job) -> Image:
    """The page with the artefacts of JPEG in it."""
    import PIL.Image

    return PIL.Image.open(io.BytesIO(_saved(page, "JPEG", quality=job.draw.randint(45, 80)))).convert("L")


def _drawn(job: Job, dpi: int, *, paged: bool) -> Iterator[Image]:
    """The pages at a resolution; one long page where not ``paged``, as pictures of a document are."""
    import PIL.Image
    import PIL.ImageDraw

    pen = _Pen(job, dpi)
    bottom = int((_INCH_HIGH - _MARGIN) * dpi)
    strips = list(pen.strips())
    while strips:
        y, taken = int(_MARGIN * dpi), 0
        while taken < len(strips) and (not paged or y + strips[taken].height <= bottom or taken == 0):
            y += strips[taken].height
            taken += 1
        page = PIL.Image.new("L", (int(_INCH_WIDE * dpi), max(int(_INCH_HIGH * dpi), y + int(_MARGIN * dpi))), 255)
        pencil = PIL.ImageDraw.Draw(page)
        y = int(_MARGIN * dpi)
        for strip in strips[:taken]:
            strip.draw(pencil, y)
            y += strip.height
        del strips[:taken]
        yield page


class _Strip:
    """A line of print or of a table: texts at their places, and the edges of cells."""

    def __init__(self, height: int, texts: Sequence[tuple[float, str]], face: FreeTypeFont, edges: Sequence[float] = ()) -> None:
        self.height, self._texts, self._face, self._edges = height, texts, face, edges

    def draw(self, pencil: ImageDraw, y: int) -> None:
        for x, text in self._texts:
            pencil.text((x, y + self.height * 0.15), text, font=self._face, fill=15)
        if self._edges:
            pencil.rectangle((self._edges[0], y, self._edges[-1], y + self.height), outline=30)
            for x in self._edges[1:-1]:
                pencil.line((x, y, x, y + self.height), fill=30)


class _Pen:
    def __init__(self, job: Job, dpi: int) -> None:
        from PIL import ImageFont

        path = job.draw.choice(font_files()[:2])
        index = _SIMPLIFIED if "CJK" in path.stem else 0
        size = int(job.draw.uniform(12.5, 15) * dpi / 72)
        self._job = job
        self._body = ImageFont.truetype(path, size, index=index)
        self._large = ImageFont.truetype(path, int(size * 1.35), index=index)
        self._small = ImageFont.truetype(path, int(size * 0.82), index=index)
        self._size, self._left = size, _MARGIN * dpi
        self._width = (_INCH_WIDE - 2 * _MARGIN) * dpi

    def strips(self) -> Iterator[_Strip]:
        for block in blocks(self._job.lines):
            if block.rows:
                yield from self._table(block)
            elif block.role is Role.TITLE:
                yield from self._lines(block.text, self._large, indent=0)
            else:
                indented = block.opens and block.role is not Role.CHROME
                yield from self._lines(block.text, self._body, indent=2 * self._size if indented else 0)

    def _lines(self, text: str, face: FreeTypeFont, *, indent: float) -> Iterator[_Strip]:
        height = int(face.size * 1.65)
        for at, line in enumerate(set_lines(text, face.getlength, self._width, indent)):
            yield _Strip(height, [(self._left + (0 if at else indent), line)], face)

    def _table(self, block: Block) -> Iterator[_Strip]:
        """Columns as wide as their longest cell asks for."""
        face = self._small
        wide = [max(face.getlength(row[at]) for row in block.rows) + self._size for at in range(len(block.rows[0]))]
        scale = min(1.0, self._width / sum(wide))
        edges = [self._left]
        for each in wide:
            edges.append(edges[-1] + each * scale)
        for row in block.rows:
            yield _Strip(
                int(self._size * 1.6), [(x + self._size * 0.3, cell) for x, cell in zip(edges, row, strict=False)], face, edges
            )


def _spoiled(page: Image, job: Job) -> Image:
    """Half a degree to two of skew, blur, a shadow to one side, grain and specks."""
    import numpy
    import PIL.Image
    import PIL.ImageFilter

    draw = job.draw
    angle = draw.uniform(0.5, 2.0) * draw.choice((-1, 1))
    turned = page.rotate(angle, resample=PIL.Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(PIL.ImageFilter.GaussianBlur(draw.uniform(0.3, 0.8)))
    chance = numpy.random.default_rng(draw.getrandbits(32))
    values = numpy.asarray(soft, dtype=numpy.float32)
    shade = numpy.linspace(draw.uniform(0, 25), 0, values.shape[1], dtype=numpy.float32)[None, :]
    grain = chance.normal(0, draw.uniform(4, 12), values.shape).astype(numpy.float32)
    values = values * 0.94 + 6 - shade + grain
    specks = chance.random(values.shape, dtype=numpy.float32) < 0.0002
    values[specks] = 40
    return PIL.Image.fromarray(values.clip(0, 255).astype(numpy.uint8), "L")
