"""Invented tables of indicators (主要经济指标表) as zones print them: units in a column, in the names or above; some with a class column."""

from __future__ import annotations

from random import Random

from evals.intake.lines import BAR, Line, Role, line

INDICATORS = (
    ("工业", "规模工业总产值", "亿元", 40, 420, 2),
    ("工业", "规模以上工业增加值", "亿元", 9, 90, 2),
    ("工业", "主营业务收入", "亿元", 30, 380, 2),
    ("工业", "高新技术产业产值", "亿元", 12, 160, 1),
    ("工业", "工业用电量", "亿千瓦时", 1, 12, 2),
    ("投资", "固定资产投资", "亿元", 10, 160, 2),
    ("投资", "工业投资", "亿元", 6, 90, 2),
    ("投资", "招商到位资金", "亿元", 4, 60, 2),
    ("投资", "合同引资额", "亿元", 8, 90, 1),
    ("财税", "财政总收入", "亿元", 3, 40, 2),
    ("财税", "一般公共预算收入", "亿元", 1, 15, 2),
    ("财税", "工业税收", "亿元", 1, 12, 2),
    ("财税", "上交税金", "亿元", 1, 9, 2),
    ("外经", "进出口总额", "亿元", 2, 60, 2),
    ("外经", "实际使用外资", "万美元", 500, 9800, 0),
    ("外经", "实现利税", "万元", 12000, 98000, 0),
    ("企业", "规上企业数", "家", 25, 180, 0),
    ("企业", "高新技术企业数", "家", 12, 140, 0),
    ("企业", "从业人员", "人", 3000, 28000, 0),
    ("企业", "新签约项目", "个", 4, 40, 0),
)


def indicator_table(draw: Random, part: str, *, rows: int, captioned: bool = True) -> list[Line]:
    """Caption, unit, head and rows. ``captioned`` False leaves the name of the table to the title above."""
    chosen = sorted(draw.sample(range(len(INDICATORS)), min(rows, len(INDICATORS))))
    design = draw.choice(("column", "column", "names", "above", "classes"))
    if design == "above":
        chosen = [at for at in chosen if INDICATORS[at][2] == "亿元"]
    done = {"上半年": draw.choice(("1-6月完成", "上半年完成")), "1-9月": "1-9月完成"}.get(part, f"{part}完成")
    head = [*_names(design), done, draw.choice(("同比增长(%)", "同比±%"))]
    target = draw.random() < 0.5
    if target:
        head.append("占年度目标(%)")
    lines = [line(Role.CAPTION, f"{part}主要经济指标完成情况表")] if captioned else []
    if design == "above":
        lines.append(line(Role.CAPTION, "单位:亿元"))
    lines.append(line(Role.ROW, BAR.join(head)))
    for at in chosen:
        figures = [_figure(draw, at), f"{draw.uniform(-9, 28):.1f}"]
        if target:
            figures.append("—" if draw.random() < 0.15 else f"{draw.uniform(30, 98):.1f}")
        lines.append(line(Role.ROW, BAR.join([*_row(design, at), *figures])))
    return lines


def _names(design: str) -> list[str]:
    return {"column": ["指标名称", "计量单位"], "classes": ["类别", "指标名称", "单位"]}.get(design, ["指标名称"])


def _row(design: str, at: int) -> list[str]:
    group, name, unit = INDICATORS[at][:3]
    return {"column": [name, unit], "classes": [group, name, unit], "names": [f"{name}({unit})"]}.get(design, [name])


def _figure(draw: Random, at: int) -> str:
    low, high, places = INDICATORS[at][3:]
    return f"{draw.uniform(low, high):.{places}f}"
