"""Every kind of thing that cleaning drops has a name that people read."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_kind_of_page_furniture_has_a_label_on_the_page() -> None:
    furniture = tomllib.loads((ROOT / "index" / "lexicon" / "chrome.toml").read_text("utf-8"))
    kinds = {entry["kind"] for entries in furniture.values() for entry in entries if "kind" in entry}
    written = {
        kind for path in (ROOT / "index").rglob("*.py") for kind in re.findall(r'Note\("([a-z_]+)"', path.read_text("utf-8"))
    }
    script = (ROOT / "service" / "api" / "web" / "library.js").read_text("utf-8")
    labels = set(re.findall(r'(\w+): "', script[script.index("const KINDS") : script.index("const RESULT")]))
    assert {"portal", "related", "byline"} <= kinds
    assert {"running_head", "hidden"} <= written
    assert kinds | written <= labels
