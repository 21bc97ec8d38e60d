"""The page at ``/``: served without a key, under a strict policy, from files that ask nothing of any other machine."""

import re
from importlib import resources

import pytest
from fake_service import FakeService
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.api.app import create_app
from service.api.web import FOLDER, TYPES
from service.settings import Settings

ASSETS = sorted(file.name for file in FOLDER.iterdir() if file.suffix in TYPES)
FILES = {name: (FOLDER / name).read_text("utf-8") for name in ["index.html", *ASSETS]}
SCRIPTS = {name: text for name, text in FILES.items() if name.endswith(".js")}
STANDARD_NAMES = ("http://www.w3.org/2000/svg",)
"""Names of languages, never fetched."""


@pytest.fixture
def call():
    services = []

    def build(settings=None):
        services.append(FakeService(settings))
        return TestClient(create_app(services[-1]), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)

    yield build
    for service in services:
        service.leave()


def test_the_page_and_everything_it_names_is_served_under_its_policy(call):
    client = call()
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    named = re.findall(r'(?:src|href)="(/web/[^"]+)"', page.text)
    assert "/web/app.js" in named
    for path in [*named, *(f"/web/{name}" for name in ASSETS)]:
        assert client.get(path).status_code == 200, path
    for path in ["/", *named]:
        policy = client.get(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'self';"), path
        assert "unsafe" not in policy


def test_scripts_and_styles_come_as_what_they_are(call):
    client = call()
    assert client.get("/web/app.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/web/app.css").headers["content-type"].startswith("text/css")
    assert client.get("/web/icon.svg").headers["content-type"] == "image/svg+xml"
    assert client.get("/web/app.js").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["__init__.py", "nothing.js", "..%2Fapp.py", "%2e%2e/app.py", "../app.py", "", "index.html"])
def test_nothing_else_of_the_folder_is_served(call, name):
    assert call().get(f"/web/{name}").status_code in (404, 405)


def test_the_page_loads_without_the_key_and_its_data_does_not(call):
    client = call(Settings(api_keys=(SecretStr("a-secret"),)))
    assert client.get("/").status_code == 200
    assert client.get("/web/app.js").status_code == 200
    assert client.get("/api/zones").status_code == 401
    assert client.get("/web/../api/zones").status_code == 401
    assert client.get("/api/zones", headers={"Authorization": "Bearer a-secret"}).status_code == 200


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_foreign_caller_gets_neither_page_nor_script(call, header):
    client = call()
    for path in ("/", "/web/app.js"):
        assert client.get(path, headers=header).status_code == 403


@pytest.mark.parametrize("name", FILES)
def test_no_asset_names_another_machine(name):
    text = FILES[name]
    for standard in STANDARD_NAMES:
        text = text.replace(f'"{standard}"', "")
    assert not re.search(r"https?:|[\"'(]//|wss?://|@import", text)


def test_the_page_has_no_script_or_style_of_its_own_that_the_policy_would_stop():
    page = FILES["index.html"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page)


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_of_reports_never_becomes_markup_or_code(name):
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function|srcdoc"
    )
    assert not re.search(forbidden, SCRIPTS[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_only_what_is_there(name):
    imported = re.findall(r'from "([^"]+)"', SCRIPTS[name])
    assert all(each.startswith("./") and each.removeprefix("./") in SCRIPTS for each in imported)
    exported = {each: set(re.findall(r"export (?:async )?(?:function\*?|const|class) (\w+)", SCRIPTS[each])) for each in SCRIPTS}
    for names, source in re.findall(r'import \{ ([^}]+) \} from "\./([^"]+)"', SCRIPTS[name]):
        assert set(names.split(", ")) <= exported[source]


def test_every_tab_has_its_panel():
    page = FILES["index.html"]
    tabs = re.findall(r'id="tab-(\w+)" aria-controls="(\w+)"', page)
    assert [name for name, _ in tabs] == ["ask", "library", "brief", "compare", "verify", "ledger"]
    for name, panel in tabs:
        assert name == panel
        assert f'role="tabpanel" id="{name}" aria-labelledby="tab-{name}"' in page
        assert f"{name}.js" in SCRIPTS


def test_the_files_are_found_as_package_data():
    folder = resources.files("service.api.web")
    assert folder.joinpath("index.html").is_file()
    assert folder.joinpath("app.js").is_file()
