import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from index.locate import holds
from index.question import read_question
from index.tokens import tagged

GROUPS = tomllib.loads(files("index").joinpath("lexicon/synonyms.toml").read_text(encoding="utf-8"))["group"]


def shares(question: str, text: str) -> list[float]:
    """How much of each content word of the question the text holds."""
    return [holds(term, text) for term in read_question(question).terms]


def test_a_group_has_words_on_both_sides_and_nothing_else() -> None:
    for group in GROUPS:
        assert set(group) == {"said", "written"}
        assert group["said"]
        assert group["written"]
        assert all(word and word == word.strip() for word in (*group["said"], *group["written"])), group


def test_no_word_is_said_in_two_groups_nor_written_twice_in_one() -> None:
    said = Counter(word for group in GROUPS for word in group["said"])
    assert [word for word, times in said.items() if times > 1] == []
    assert [group["said"] for group in GROUPS if len(set(group["written"])) < len(group["written"])] == []


def test_every_group_knows_a_word_that_reports_do_not_already_share() -> None:
    assert [group for group in GROUPS if len({*group["said"], *group["written"]}) < 2] == []


def test_no_written_word_is_a_single_character_but_for_a_unit() -> None:
    assert {word for group in GROUPS for word in group["written"] if len(word) == 1} <= {"亩"}


def test_a_said_word_is_cut_into_two_words_at_most_since_only_neighbours_are_joined() -> None:
    assert [word for group in GROUPS for word in group["said"] if len(tagged(word)) > 2] == []


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("专项债批下来多少", "全年获批专项债券三批"),
        ("欠账有多少", "工程款欠帐约两千万元"),
        ("倒闭的有几家", "园区现有僵尸企业三家"),
        ("招工难怎么缓解", "协调解决企业用工短缺"),
        ("帮代办做了什么", "推行全程代办服务"),
        ("迁坟多少座", "完成坟墓迁移十二座"),
        ("拆房多少户", "房屋征收协议全部签订"),
        ("难处是什么", "发展中仍有薄弱环节和制约因素"),
        ("接下来怎么安排", "下一步工作重点"),
        ("动工的是几个", "新开工项目九个"),
        ("脏水怎么治理", "污水管网改造与治理同步推进"),
        ("闲着的厂房有多少", "空置标准化厂房两万平方米"),
        ("借钱难不难", "企业融资渠道不宽,难以满足需要"),
        ("名次如何", "综合考核位列全市前三"),
        ("裁撤了哪些科室", "撤销内设机构两个"),
        ("公租房和食堂情况", "职工服务中心和公寓投入使用"),
        ("哪家是领头羊", "培育链主企业一家"),
        ("下厂多少次", "干部走访企业两百家次"),
    ],
)
def test_an_everyday_question_is_held_by_a_sentence_in_the_words_of_reports(asked: str, written: str) -> None:
    found = shares(asked, written)
    assert min(found, default=0) > 0, list(zip(read_question(asked).terms, found, strict=True))


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("签了哪些", "在谈项目二十个"),
        ("谈着的有哪些", "已签约项目二十个"),
        ("批下来多少", "资金到位三千万元"),
        ("到账多少", "获批资金三千万元"),
        ("营收多少", "规模工业总产值八亿元"),
        ("盖完几栋", "在建厂房三栋"),
    ],
)
def test_near_words_that_mean_another_thing_stay_apart(asked: str, written: str) -> None:
    assert max(shares(asked, written)) == 0
