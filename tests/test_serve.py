"""A server as a process of its own, and the command line beside it on the same data folder."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest

REPORT = "示例高新区2025年上半年工作总结\n一、总体情况\n上半年,示例高新区完成固定资产投资12.5亿元,同比增长8%。\n"


def zonebrief(*arguments, cwd, **options):
    command = [sys.executable, "-m", "service.cli", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=50, check=False, **options)


@pytest.fixture
def environment(monkeypatch):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in list(os.environ):
        if name.startswith(("ZONEBRIEF_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", root)
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture
def server(environment, tmp_path):  # noqa: ARG001 (the environment comes first)
    command = [sys.executable, "-m", "service.cli", "serve", "--port", "0", "--no-seeds", "--data", "data"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line + process.communicate(timeout=20)[1]
    yield process, found.group(), process.stdout.readline()
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=20)


def test_the_command_line_works_beside_the_server_and_the_server_stops_cleanly(server, tmp_path):
    process, address, example = server
    assert f"curl -s {address}/api/ask" in example
    with urllib.request.urlopen(f"{address}/api/reports") as response:
        assert json.load(response) == {"items": [], "next_cursor": None}
    body = json.dumps({"text": REPORT}).encode()
    with urllib.request.urlopen(
        urllib.request.Request(f"{address}/api/reports", body, {"Content-Type": "application/json"})
    ) as response:
        assert response.status == 201
    asked = zonebrief("ask", "示例高新区固定资产投资是多少?", "--data", "data", cwd=tmp_path)
    assert asked.returncode == 0
    assert "12.5亿元" in asked.stdout
    assert asked.stderr == ""
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert process.stderr.read() == ""
    assert not list((tmp_path / "data").glob("*-wal"))
