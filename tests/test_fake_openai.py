"""The fake server itself: its faults are the same for the same seed, and its reader writes no figure of its own."""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import fake_openai
import pytest
from fake_openai import CONTENT, MIX, mixed
from fake_reader import read
from hypothesis import given
from hypothesis import strategies as st


def request(text: str) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": text}]}


def test_a_mix_of_faults_depends_on_seed_request_and_attempt_only() -> None:
    asked = [request(f"问题{number}") for number in range(60)] * 2
    first = [mixed(0.5, 1)(each) for each in asked[:60]]
    again, choose = [], mixed(0.5, 1)
    again = [choose(each) for each in asked]
    assert again[:60] == first
    assert again[60:] != first
    assert 15 < sum(each != "ok" for each in first) < 45
    assert set(first) - {"ok"} <= set(MIX)


@pytest.mark.parametrize("fault", list(CONTENT))
def test_every_content_fault_changes_a_reply_with_two_figures(fault: str) -> None:
    reply = "状态: answered\n工业投资预计12.3亿元,同比增长4.5%。[2]"
    assert CONTENT[fault](reply) != reply


@given(st.lists(st.text(st.sampled_from("工业投资达到增长亿元%。.12345\n"), max_size=40), max_size=5), st.text(max_size=20))
def test_the_reader_writes_no_figure_it_was_not_shown(texts: list[str], question: str) -> None:
    evidence = "\n\n".join(f"[{number}] 甲区\n{text}" for number, text in enumerate(texts, 1))
    shown = f"〈问题〉\n{question}\n〈/问题〉\n〈资料〉\n{evidence}\n〈/资料〉"
    reply = read([{"role": "user", "content": shown}])
    assert set(re.findall(r"\d+", reply)) <= set(re.findall(r"\d+", shown))


def test_it_runs_as_a_program() -> None:
    program = Path(fake_openai.__file__)
    with subprocess.Popen(
        [sys.executable, str(program), "--port", "0", "--fault", "mix"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            base = process.stdout.readline().strip().removeprefix("OPENAI_BASE_URL=")
            with urllib.request.urlopen(f"{base}/models", timeout=5) as answer:
                assert json.load(answer)["data"][0]["id"] == "fake-reader"
        finally:
            process.terminate()
