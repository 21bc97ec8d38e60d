"""The corpus that ships with the product: five development-zone work reports (开发区工作报告), each with its own kind of dirt.

What each one is, and which faults in it are kept on purpose, stands in ``README.md`` beside this file.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable


def seed_files() -> list[Traversable]:
    """The reports of the corpus in order of name, as UTF-8 ``.txt`` resources (``read_bytes()`` gives what a reader takes)."""
    found = [entry for entry in files(__name__).iterdir() if entry.name.endswith(".txt")]
    return sorted(found, key=lambda entry: entry.name)
