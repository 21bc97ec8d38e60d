"""The README says what is so: its marked commands run against a live server and print what it shows.

A fence of ``sh`` under a line ``<!-- tested -->`` is run; a fence of any kind under ``<!-- prints -->`` right after it is what it must
print, where ``…`` stands for anything within a line and a line of ``…`` alone for any number of lines.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = sorted(ROOT.glob("README*.md"))
WRITTEN_ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):8000")
FENCE = r"```{kind}\n(?P<{name}>.*?)^```$"
BLOCK = re.compile(
    r"^<!-- tested -->\n"
    + FENCE.format(kind="sh", name="command")
    + r"(?:\s*^<!-- prints -->\n"
    + FENCE.format(kind=r"\w*", name="printed")
    + ")?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One tested command of a document, with what it must print (None: anything) and the line it stands on."""

    line: int
    command: str
    printed: str | None


def blocks(document: str) -> list[Block]:
    return [
        Block(document.count("\n", 0, each.start()) + 1, each["command"], each["printed"]) for each in BLOCK.finditer(document)
    ]


def agrees(shown: str, printed: str) -> bool:
    """Whether output fits what a document shows of it; blanks at line ends and around the whole do not count."""
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"[ \t]*\n" for line in lines
    )
    return re.fullmatch(pattern, printed.strip() + "\n") is not None


@dataclass(frozen=True)
class Live:
    """A running server, and the folder and environment a reader of the document would have."""

    address: str
    folder: Path
    environment: dict[str, str]

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        script = WRITTEN_ADDRESS.sub(self.address, command)
        return subprocess.run(
            ["sh", "-euc", script], capture_output=True, text=True, check=False, cwd=self.folder, env=self.environment, timeout=60
        )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A server of the seeds on a free port. Commands run in a folder that looks like the project, so what they write stays out of it."""
    folder = tmp_path / "project"
    folder.mkdir()
    for entry in ROOT.iterdir():
        if not entry.name.startswith(".") and entry.name != "data":
            (folder / entry.name).symlink_to(entry)
    programs = Path(sys.executable).parent
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZONEBRIEF_", "OPENAI_"))}
    environment = kept | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "140",
    }
    port = _free_port()
    log = tmp_path / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [programs / "zonebrief", "serve", "--port", str(port)],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 90
        while not _ready(address):
            assert server.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        yield Live(address, folder, environment)
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_only_marked_fences_are_commands_and_they_keep_their_line() -> None:
    document = "# Title\n```sh\nrm -r /\n```\n\n<!-- tested -->\n```sh\necho 1\necho 2\n```\n\ntext\n"
    assert blocks(document) == [Block(6, "echo 1\necho 2\n", None)]


def test_what_a_command_prints_belongs_to_the_command_before_it() -> None:
    document = "<!-- tested -->\n```sh\nls\n```\n\n<!-- prints -->\n```json\n{}\n```\n<!-- tested -->\n```sh\npwd\n```\n"
    assert blocks(document) == [Block(1, "ls\n", "{}\n"), Block(10, "pwd\n", None)]


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("产值 180亿元\n", "产值 180亿元 \n", True),
        ("产值 180亿元\n", "产值 181亿元\n", False),
        ('{"id": "ans_…"}', '{"id": "ans_4f"}', True),
        ("…\nlast\n", "first\nsecond\nlast\n", True),
        ("first\n…\n", "first\n", True),
        ("first\n…\nlast", "first\nother", False),
        ("a.c", "abc", False),
    ],
)
def test_shown_output_fits_what_is_printed_up_to_its_ellipses(shown: str, printed: str, fits: bool) -> None:
    assert agrees(shown, printed) is fits


@pytest.mark.timeout(180)
def test_every_marked_command_of_the_readme_works_as_shown(live: Live) -> None:
    found = [(readme.name, block) for readme in READMES for block in blocks(readme.read_text("utf-8"))]
    assert found
    for name, block in found:
        done = live.run(block.command)
        told = f"{name}:{block.line}\n{block.command}\n{done.stdout}\n{done.stderr}"
        assert done.returncode == 0, told
        assert block.printed is None or agrees(WRITTEN_ADDRESS.sub(live.address, block.printed), done.stdout), told
