"""What of a page a reader sees: what is never shown, what is hidden by style, what is a link, what breaks a line.

Styles come from attributes and from rules for one class, id or element in the page's own style sheets; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from index.readers.web.tree import BLOCK, Node, Tree, names

NEVER = names(
    "script style noscript template iframe noembed noframes svg math object video audio canvas map select option optgroup button "
    "textarea input datalist title meta link rt rp head"
)
"""Elements whose text is no text of the page: programs, form controls, drawings, pronunciation above the line."""

_STRUCK = names("s strike del")

_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIMPLE = re.compile(r"[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_ON_PAGE = re.compile(r"\s*#.")
_ZERO = re.compile(r"0*\.?0*(?:px|pt|em|rem|%|ex|vw|vh)?")
_TINY = re.compile(r"(?:0?\.\d+|1)(?:px|pt)|0?\.0\d*(?:em|rem)")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|pt|rem|%)|-\d{2,}em")
_COLOUR = re.compile(r"#[0-9a-f]{3,8}|rgba?\([^)]*\)|[a-z]+")
_MOST_RULES = 20_000
_WHITE = "255,255,255"
_UNKNOWN = "unknown"
_NAMED = {"white": _WHITE, "black": "0,0,0", "red": "255,0,0", "snow": "255,250,250", "whitesmoke": "245,245,245"}
_KEPT = names(
    "display visibility font-size color background background-color opacity text-indent left top position height width "
    "max-height overflow mso-hide text-decoration text-decoration-line"
)


@dataclass(slots=True)
class Look:
    """How one node is shown, its ancestors counted in. ``never``: its text is no text of the page."""

    never: bool = False
    gone: bool = False
    """Hidden with everything in it, whatever that says of itself."""
    unseen: bool = False
    struck: bool = False
    small: bool = False
    colour: str | None = None
    ground: str | None = None
    link: bool = False
    kept: bool = False
    """Line breaks of the source count (pre)."""

    @property
    def hidden(self) -> bool:
        camouflaged = self.colour is not None and self.colour == (self.ground or _WHITE)
        return self.gone or self.unseen or self.struck or self.small or camouflaged


def looks(tree: Tree, opened: int = -1) -> list[Look]:
    """The look of every node, in the order of the tree. ``opened`` is an element that the page's script shows later."""
    rules = _rules(tree)
    found: list[Look] = []
    plain = Look()
    for at, node in enumerate(tree.nodes):
        inherited = found[node.parent] if node.parent >= 0 else plain
        found.append(inherited if not node.tag else _look(node, inherited, rules, at in (0, opened)))
    return found


def breaks(node: Node) -> bool:
    """Whether an element begins and ends a line."""
    style = node.attributes.get("style", "") if node.attributes else ""
    if style and "display" in style.lower():
        shown = declarations(style).get("display", "")
        if node.tag in ("div", "p", "span", "a", "b", "strong", "em", "label", "font"):
            return shown in ("block", "flex", "table", "grid", "list-item", "table-row") or (
                node.tag in BLOCK and shown != "inline"
            )
    return node.tag in BLOCK


def declarations(style: str) -> dict[str, str]:
    """The properties of a style that matter here, lower-cased."""
    found: dict[str, str] = {}
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon and (name := name.strip()) in _KEPT:
            found[name] = value.strip().removesuffix("!important").strip()
    return found


def _look(node: Node, inherited: Look, rules: Mapping[str, dict[str, str]], shown: bool) -> Look:
    attributes = node.attributes
    never = inherited.never or node.tag in NEVER
    # A place on the same page (#_Toc) is no link to elsewhere; # alone is one that a script follows.
    link = inherited.link or (node.tag == "a" and "href" in attributes and not _ON_PAGE.match(attributes["href"]))
    kept = inherited.kept or node.tag in ("pre", "xmp")
    struck = inherited.struck or node.tag in _STRUCK
    changed = never != inherited.never or struck != inherited.struck or link != inherited.link or kept != inherited.kept
    style = _style(node, rules) if attributes or rules else {}
    if (
        not style
        and not changed
        and not (attributes and ("hidden" in attributes or "color" in attributes or "bgcolor" in attributes))
    ):
        return inherited
    look = replace(inherited, never=never, struck=struck, link=link, kept=kept)
    if "hidden" in attributes and attributes["hidden"].lower() not in ("false", "until-found"):
        look.gone = not shown
    look.colour = colour(style.get("color") or attributes.get("color", "")) or look.colour
    look.ground = (
        _ground(style.get("background-color") or style.get("background") or attributes.get("bgcolor", "")) or look.ground
    )
    if not shown:
        _hide(look, style)
    elif node.parent >= 0:
        look.ground = _UNKNOWN
    return look


def _ground(written: str) -> str | None:
    """A background's colour; one that is a picture or not known equals no colour of letters."""
    if written in ("", "none", "transparent", "inherit", "initial", "unset"):
        return None
    return colour(written) or _UNKNOWN


def _hide(look: Look, style: Mapping[str, str]) -> None:
    if size := style.get("font-size", ""):
        look.small = bool(_ZERO.fullmatch(size) or _TINY.fullmatch(size))
    if seen := style.get("visibility"):
        look.unseen = seen in ("hidden", "collapse")
    closed = style.get("overflow") == "hidden" and any(
        _ZERO.fullmatch(style[each]) or _TINY.fullmatch(style[each])
        for each in ("height", "max-height", "width")
        if style.get(each)
    )
    away = style.get("position") in ("absolute", "fixed") and any(_FAR.fullmatch(style.get(each, "")) for each in ("left", "top"))
    look.struck = look.struck or any(
        "line-through" in style.get(each, "") for each in ("text-decoration", "text-decoration-line")
    )
    look.gone = (
        look.gone
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or bool(style.get("opacity") and _ZERO.fullmatch(style["opacity"]))
        or bool(_FAR.fullmatch(style.get("text-indent", "")))
        or closed
        or away
    )


def _style(node: Node, rules: Mapping[str, dict[str, str]]) -> dict[str, str]:
    style: dict[str, str] = {}
    attributes = node.attributes
    if rules:
        keys = [node.tag, *(f".{name}" for name in attributes.get("class", "").split()[:12])]
        if attributes.get("id"):
            keys.append(f"#{attributes['id']}")
        for key in keys:
            style |= rules.get(key, {})
            if key[0] in ".#":
                style |= rules.get(node.tag + key, {})
    if attributes.get("style"):
        style |= declarations(attributes["style"])
    return style


def _rules(tree: Tree) -> dict[str, dict[str, str]]:
    """Rules for one class, id or element. Rules of other media and of states or descendants are left alone."""
    found: dict[str, dict[str, str]] = {}
    for at, node in enumerate(tree.nodes):
        if node.tag != "style" or "print" in node.attributes.get("media", ""):
            continue
        sheet = _COMMENT.sub("", "".join(each.text for each in tree.nodes[at + 1 : node.last]))
        for selectors, style in _plain_rules(sheet):
            if len(found) > _MOST_RULES:
                break
            _add(found, selectors.split(","), style)
    return found


def _plain_rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Selectors and properties of the rules that stand under no condition (@media)."""
    at, depth, selectors = 0, 0, ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                selectors = sheet[at : brace.start()].strip()
        else:
            if depth == 1 and not selectors.startswith("@") and (style := declarations(sheet[at : brace.start()])):
                yield selectors, style
            depth = max(0, depth - 1)
        at = brace.end()


def _add(found: dict[str, dict[str, str]], selectors: Iterable[str], style: Mapping[str, str]) -> None:
    for selector in selectors:
        plain = selector.strip()
        if _SIMPLE.fullmatch(plain):
            found.setdefault(plain, {}).update(style)


def colour(written: str) -> str | None:
    """A colour as red,green,blue; None for one that is not known. ``transparent`` is none."""
    match = _COLOUR.search(written.lower()) if written else None
    if not match:
        return None
    name = match[0]
    if name.startswith("#"):
        digits = name[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits[:3])
        return ",".join(str(int(digits[at : at + 2], 16)) for at in (0, 2, 4)) if len(digits) in (6, 8) else None
    if name.startswith("rgb"):
        parts = re.findall(r"\d+(?:\.\d+)?%?", name)
        if len(parts) == 4 and _ZERO.fullmatch(parts[3]):
            return None
        return ",".join(part.rstrip("%") for part in parts[:3]) if len(parts) >= 3 else None
    return _NAMED.get(name)
