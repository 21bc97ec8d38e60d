"""What is installed is what is written: versions, pins, package data, and the names the container is given."""

import ast
import fnmatch
import re
import sys
import tomllib
from importlib import resources
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from service.settings import NAMES

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = [pattern.rstrip("*") for pattern in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]]


def _needed() -> list[Requirement]:
    extras = PROJECT["project"].get("optional-dependencies", {})
    return [Requirement(line) for lines in (PROJECT["project"]["dependencies"], *extras.values()) for line in lines]


def _pins() -> dict[str, list[Version]]:
    """Package -> pinned versions; more than one where the versions of Python differ."""
    pins: dict[str, list[Version]] = {}
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(line)
            (pin,) = requirement.specifier
            assert pin.operator == "==", line
            pins.setdefault(canonicalize_name(requirement.name), []).append(Version(pin.version))
    return pins


def test_the_newest_version_in_the_changelog_is_the_packages() -> None:
    released = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert released[0] == PROJECT["project"]["version"]


@pytest.mark.parametrize("requirement", _needed(), ids=str)
def test_every_dependency_is_pinned_within_its_range(requirement: Requirement) -> None:
    for version in _pins()[canonicalize_name(requirement.name)]:
        assert requirement.specifier.contains(version)


def _imports(package: str) -> set[str]:
    """Top names of what the modules of ``package`` import."""
    nodes = [node for file in (ROOT / package).rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}}


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_imported_is_asked_for(package: str) -> None:
    # Text recognition is an extra; the module that needs it says so where it is not installed.
    needed = (*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["ocr"])
    asked = {canonicalize_name(Requirement(line).name) for line in needed}
    providers = packages_distributions()
    foreign = _imports(package) - set(sys.stdlib_module_names) - set(PACKAGES)
    assert not {name for name in foreign if not asked & {canonicalize_name(each) for each in providers.get(name, [])}}


def test_pins_name_no_address_and_no_file() -> None:
    assert not re.search(r"://|@ |^-", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_data_file_of_a_package_is_packed(package: str) -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    files = [file for file in (ROOT / package).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    left_behind = [
        file for file in files if file.suffix != ".py" and not any(fnmatch.fnmatch(file.name, each) for each in patterns)
    ]
    assert not left_behind


@pytest.mark.parametrize(
    ("package", "folder", "pattern"), [("index", "lexicon", "*.toml"), ("prompts", "", "*.md"), ("seeds", "", "*.txt")]
)
def test_data_is_found_through_the_installed_package(package: str, folder: str, pattern: str) -> None:
    with resources.as_file(resources.files(package).joinpath(folder)) as found:
        assert list(found.rglob(pattern))


def test_the_builder_of_the_image_gets_every_package() -> None:
    admitted = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert admitted >= {*PACKAGES, "pyproject.toml", "constraints.txt", *PROJECT["project"]["license-files"]}


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_the_container_is_given_only_names_the_settings_know(name: str) -> None:
    assert set(re.findall(r"\bZONEBRIEF_[A-Z_]+", (ROOT / name).read_text("utf-8"))) <= set(NAMES)
