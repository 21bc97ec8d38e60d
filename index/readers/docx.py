"""Word files (docx, docm, dotx): what a reader of the printed page would read, in order, with its automatic numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from index.domain import Note, Placed, Span
from index.errors import DamagedFile, UnreadableFile, UnsupportedFormat
from index.readers.document import Document, Limits
from index.readers.word.body import Body
from index.readers.word.numbering import Numbering
from index.readers.word.package import Events, Package, open_package
from index.readers.word.styles import Styles
from index.readers.word.tables import Line, joined

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCERPT = 80
_NOTES = (("footnote", "footnotes", "注"), ("endnote", "endnotes", "尾注"))
# A title of a report says what it is about; below this many Han characters it is 文档1, 目录 or a name.
_LEAST_TITLE, _LONGEST_TITLE = 4, 80
_HAN = re.compile("[\u4e00-\u9fff]")
_NO_TITLE = re.compile(
    r"\.(?:docx?|docm|dotx?|dotm|wps|wpt|rtf)$|新建|模板|未命名|无标题|空白文档|演示文稿|^(?:Microsoft )?(?:Word )?文档\s*\d*$|^标题"
    r"|https?:|www\.",
    re.IGNORECASE,
)
_WARNINGS = (
    ("comments", "批注 {} 条未读入"),
    ("drawings", "图表或 SmartArt 图形 {} 个,其中文字未读入"),
    ("objects", "嵌入的其他程序对象(如表格、公式)约 {} 个,其中内容未读入"),
    ("imports", "嵌入的其他文件 {} 处未读入"),
    ("symbols", "符号字体中有 {} 个字符无法转写"),
    ("equations", "域公式 {} 处未读入"),
)


def read_docx(data: bytes, limits: Limits) -> Document:
    """Reads a file. ``places`` name the paragraph of each line, counted from 1 in reading order, those in cells included.

    A line of a text box or a note has the paragraph that it hangs on. Raises UnreadableFile (or its kinds for encrypted, damaged
    and other files) and TooLarge.
    """
    package = open_package(data, limits)
    main = next(iter(package.related("", "officeDocument")), "word/document.xml")
    warnings: list[str] = []
    styles = _styles(package, main, warnings)
    body = _body(package, main, styles, warnings)
    notes = _notes(package, main, styles, body, warnings)
    lines = body.lines + notes
    if not body.lines:
        raise _nothing(body.tally)
    text, hidden = joined(lines, "\n")
    dropped = [*_running_heads(package, main, styles, warnings), *_small_drops(body)]
    warnings += _told(body.tally)
    return Document(
        text,
        MEDIA_TYPE,
        places=_places(lines),
        dropped=tuple(dropped),
        hidden=tuple(hidden),
        title=_title(package),
        warnings=tuple(warnings),
    )


def _styles(package: Package, main: str, warnings: list[str]) -> Styles:
    styles = Styles()
    try:
        for part in package.related(main, "styles")[:1]:
            package.walk(part, styles)
    except DamagedFile:
        warnings.append("样式定义已损坏,样式带来的编号与隐藏属性未计入")
        return Styles()
    return styles


def _numbering(package: Package, main: str, styles: Styles) -> Numbering | None:
    numbering = Numbering(styles)
    try:
        for part in package.related(main, "numbering")[:1]:
            package.walk(part, numbering)
    except DamagedFile:
        return None
    return numbering


def _body(package: Package, main: str, styles: Styles, warnings: list[str]) -> Body:
    """The body; read a second time with field codes as text where a field that never ends would swallow the rest."""
    if main not in package:
        raise DamagedFile("文件缺少正文(document.xml)")
    body = Body(styles, package.spent)
    for lenient in (False, True):
        numbering = _numbering(package, main, styles)
        body = Body(styles, package.spent, numbering, lenient=lenient)
        package.walk(main, body)
        if lenient:
            warnings.append("有域代码没有结束标记,其后的文字照原样读入")
        if numbering is None and not lenient:
            warnings.append("编号定义已损坏,自动编号未写出")
        if not body.unclosed:
            break
    if not body.found:
        raise UnsupportedFormat("这不是 Word 文档")
    return body


def _notes(package: Package, main: str, styles: Styles, body: Body, warnings: list[str]) -> list[Line]:
    """Footnotes and endnotes in the order the text calls them, under a heading of their own."""
    found: list[Line] = []
    for kind, part_kind, mark in _NOTES:
        called = {number: paragraph for each, number, paragraph in reversed(body.called) if each == kind}
        if not called:
            continue
        notes = Body(styles, package.spent, _numbering(package, main, styles), called)
        try:
            for part in package.related(main, part_kind)[:1]:
                package.walk(part, notes)
        except DamagedFile:
            warnings.append(f"{mark}的部件已损坏,未读入")
            continue
        body.tally.update(notes.tally)
        order = list(dict.fromkeys(number for each, number, _ in body.called if each == kind))
        for place, number in enumerate(order, 1):
            found += _marked(notes.notes.get(number, []), f"{mark}{place}:")
    return [Line("注"), *found] if found else []


def _marked(lines: list[Line], mark: str) -> list[Line]:
    """A note with its mark before its first line."""
    if not lines:
        return []
    first = lines[0]
    bare = first.text.lstrip()
    shift = len(mark) - (len(first.text) - len(bare))
    hidden = tuple(Span(max(span.start + shift, 0), max(span.end + shift, 0)) for span in first.hidden)
    return [replace(first, text=mark + bare, hidden=hidden), *lines[1:]]


def _places(lines: list[Line]) -> tuple[Placed, ...]:
    places = []
    at = 0
    for line in lines:
        if line.paragraph is not None:
            places.append(Placed(Span(at, at + len(line.text)), paragraph=line.paragraph))
        at += len(line.text) + 1
    return tuple(places)


def _running_heads(package: Package, main: str, styles: Styles, warnings: list[str]) -> list[Note]:
    """One note for all page headers and footers that say something."""
    said: dict[str, None] = {}
    for part in dict.fromkeys(package.related(main, "header") + package.related(main, "footer")):
        head = Body(styles, package.spent)
        try:
            package.walk(part, head)
        except DamagedFile:
            warnings.append("有页眉或页脚已损坏,未查看")
            continue
        said.update(dict.fromkeys(line.text.strip() for line in head.lines))
    return [Note("running_head", " / ".join(said)[:_EXCERPT])] if said else []


def _small_drops(body: Body) -> list[Note]:
    notes = []
    if body.called:
        # Beside a figure the mark of a note would read as one more digit of it.
        notes.append(Note("note_mark", f"脚注、尾注的标号 {len(body.called)} 处"))
    if body.tally["phonetic"]:
        notes.append(Note("phonetic", f"注音 {body.tally['phonetic']} 处"))
    return notes


def _told(tally: Counter[str]) -> list[str]:
    found = [wording.format(tally[name]) for name, wording in _WARNINGS if tally[name]]
    if tally["inserted"] or tally["deleted"]:
        found.insert(0, f"有修订痕迹,按全部接受读入:插入 {tally['inserted']} 处保留,删除 {tally['deleted']} 处略去")
    if tally["pictures"]:
        found.append(f"图片 {tally['pictures']} 幅,其中文字未识别")
    return found


def _nothing(tally: Counter[str]) -> UnreadableFile:
    if tally["imports"]:
        return UnreadableFile("正文是嵌入的另一个文件(altChunk)", advice="请用 Word 或 WPS 打开后另存为 docx,再提交。")
    if tally["pictures"]:
        return UnreadableFile("文件里没有文字,只有图片", advice="请导出为 PDF 后提交,由文字识别读取;或提交带文字的文件。")
    return DamagedFile("文件里没有文字", advice="请确认提交的是含正文的文件。")


class _CoreTitle(Events):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def characters(self, text: str) -> None:
        if self.path[-1] == "dc:title" and len(self.pieces) <= _LONGEST_TITLE:
            self.pieces.append(text[: _LONGEST_TITLE + 1])


def _title(package: Package) -> str | None:
    """The title of the core properties, where it is one: templates and file names leave their own there."""
    core = _CoreTitle()
    try:
        for part in package.related("", "core-properties")[:1]:
            package.walk(part, core)
    except DamagedFile:
        return None
    title = " ".join("".join(core.pieces).split())
    fits = len(_HAN.findall(title)) >= _LEAST_TITLE and len(title) <= _LONGEST_TITLE
    return title if fits and not _NO_TITLE.search(title) else None
