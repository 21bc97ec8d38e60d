"""HTML source -> tags and text with their offsets, in one pass. What a browser would forgive is forgiven here."""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

# What follows a name tells a tag from a sign in prose (产值<A的企业).
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_.-]*)(?=[\s/>]|\Z)")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_LEGACY = "|".join(sorted((name for name in html.entities.html5 if not name.endswith(";")), key=len, reverse=True))
_REFERENCE = re.compile(rf"&(?:#[0-9]{{1,8}};?|#[xX][0-9a-fA-F]{{1,7}};?|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{_LEGACY}))")
# Elements whose content is no markup; the text of the first two groups is never shown.
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "textarea", "title"})
_KEPT_OPEN = frozenset({"textarea", "title"})
"""Raw elements that swallow the rest of a page when they are not closed; they are read as if they were ordinary ones."""

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Tag(NamedTuple):
    name: str
    closing: bool
    attributes: Mapping[str, str]
    start: int
    end: int
    empty: bool = False
    """Written with a slash at its end."""


class Words(NamedTuple):
    """Text as shown. As long as its source: character by character. Else it is one reference (&nbsp;) as a whole."""

    text: str
    start: int
    end: int


def tokens(source: str) -> Iterator[Tag | Words]:
    """Tags and text in the order of the source, comments and declarations left out. Time is linear in its length."""
    return _Scanner(source).tokens()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.quoted = True
        """Whether quotes are believed: one that never closes would swallow every tag after it."""
        self.last_close = source.rfind(">")
        self.commented = source.rfind("-->")
        self.unclosed: set[str] = set()

    def tokens(self) -> Iterator[Tag | Words]:
        source, at, text = self.source, 0, 0
        while (at := source.find("<", at)) >= 0:
            end = self._skipped(at)
            tag = None
            if end < 0:
                tag = self._tag(at)
                end = tag.end if tag else -1
            if end < 0:
                at += 1
                continue
            if at > text:
                yield from words(source, text, at)
            if tag:
                yield tag
                if not tag.closing and tag.name in _RAW:
                    content = self._raw_end(tag)
                    if content > tag.end:
                        yield from words(source, tag.end, content)
                    end = content
            at = text = end
        if text < len(source):
            yield from words(source, text, len(source))

    def _skipped(self, at: int) -> int:
        """The end of a comment or declaration that begins at ``at``, -1 where none does."""
        source = self.source
        if source.startswith("<!--", at):
            # An unclosed comment ends at the next mark: the page was cut or edited, and its text counts.
            if at + 2 <= self.commented:
                return source.find("-->", at + 2) + 3
        elif not source.startswith(("<!", "<?"), at):
            return -1
        close = source.find(">", at)
        return close + 1 if close >= 0 else len(source)

    def _tag(self, at: int) -> Tag | None:
        match = _NAME.match(self.source, at)
        if not match:
            return None
        end = self._tag_end(match.end())
        if end < 0:
            # The page was cut inside a tag.
            return self._made(match, len(self.source))
        return self._made(match, end)

    def _made(self, match: re.Match[str], end: int) -> Tag:
        written = self.source[match.end() : end].rstrip("> \t\r\n")
        closing = bool(match[1])
        attributes = NO_ATTRIBUTES if closing or not written else _attributes(written)
        return Tag(match[2].lower(), closing, attributes, match.start(), end, written.endswith("/"))

    def _tag_end(self, at: int) -> int:
        """The offset after the ``>`` that closes a tag; quotes count only where a value begins."""
        source = self.source
        if at > self.last_close:
            return -1
        place = at
        while self.quoted:
            match = _STOP.search(source, place)
            if not match:
                self.quoted = False
                break
            if match[0] == ">":
                return match.end()
            place = match.end()
            if source[max(at, match.start() - 8) : match.start()].rstrip().endswith("="):
                close = source.find(match[0], place)
                if close < 0:
                    self.quoted = False
                    break
                place = close + 1
        return source.find(">", at) + 1

    def _raw_end(self, tag: Tag) -> int:
        if tag.name not in self.unclosed:
            close = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(self.source, tag.end)
            if close:
                return close.start()
            self.unclosed.add(tag.name)
        return tag.end if tag.name in _KEPT_OPEN else len(self.source)


def _attributes(written: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(written):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        found.setdefault(match[1].lower(), html.unescape(value) if value and "&" in value else value or "")
    return found


def words(source: str, start: int, end: int) -> Iterator[Words]:
    """The text of a stretch of source: literal pieces and references apart, so that each leads back to where it stands."""
    at = start
    if source.find("&", start, end) >= 0:
        for match in _REFERENCE.finditer(source, start, end):
            shown = html.unescape(match[0])
            if shown == match[0]:
                continue
            if match.start() > at:
                yield Words(source[at : match.start()], at, match.start())
            # A reference to no character (&#1;) shows nothing, one to half a character (&#xD800;) a replacement.
            if shown:
                yield Words(shown, match.start(), match.end())
            at = match.end()
    if end > at:
        yield Words(source[at:end], at, end)
