"""Rules of the house that the import linter cannot see, because they are about where in a file a thing stands."""

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OWN = ("index", "service", "prompts", "seeds")
FILES = sorted(file for package in OWN for file in (ROOT / package).rglob("*.py"))


def _imported(node: ast.AST) -> Iterator[str]:
    """Modules an import statement names; nothing for any other node."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""


def _named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_no_function_imports_our_own_modules(file: Path) -> None:
    functions = [
        node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = [name for function in functions for node in ast.walk(function) for name in _imported(node)]
    assert not [name for name in inside if name.split(".")[0] in OWN]


@pytest.mark.parametrize("file", [file for file in FILES if file.parts[len(ROOT.parts)] != "service"], ids=_named)
def test_below_the_service_nothing_reads_the_environment(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    read = [
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    named = [
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "os" for alias in node.names
    ]
    assert not read
    assert not {"environ", "getenv", "environb"} & set(named)


@pytest.mark.skipif(not (ROOT / "service" / "cli.py").exists(), reason="the command is not written yet")
def test_the_command_starts_without_the_heavy_libraries() -> None:
    heavy = ("chromadb", "langchain", "langchain_openai", "onnxruntime", "opencc", "openai", "docx")
    program = f"import sys, service.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT, timeout=30)
    assert done.stdout.strip() == "[]"


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as outgoing, pytest.raises(AssertionError, match="socket.connect"):
        outgoing.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="socket.getaddrinfo"):
        socket.getaddrinfo("zonebrief.invalid", 80)
