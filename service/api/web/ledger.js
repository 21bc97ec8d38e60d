// The ledger: every figure of every report, with the clause it stands in.
import { button, h, into, periodText, table, trouble } from "./dom.js";
import { download, json } from "./http.js";
import { openReport } from "./reader.js";
import { onLibrary, zones } from "./scope.js";
import { STATUS } from "./view.js";

const GROWTH = { yoy: "同比", mom: "环比", cagr: "年均", multiple: "倍数", rate_change: "增速变动", rank: "位次" };

export function build(panel) {
  const zone = h("select", {});
  const status = h("select", {}, h("option", { value: "" }, "不限"), Object.entries(STATUS).map(([code, word]) => h("option", { value: code }, word)));
  const known = h("datalist", { id: "indicators" });
  const indicator = h("input", { list: "indicators", maxlength: 200, placeholder: "如 固定资产投资" });
  const words = h("input", { maxlength: 200, placeholder: "原文中的词" });
  const result = h("div", { "aria-live": "polite" });
  const csv = button("下载 CSV", () => download(`/api/observations?${query({ format: "csv" })}`, "指标台账.csv").catch((error) => result.prepend(trouble(error))));
  const xlsx = button("下载 Excel", () => download(`/api/observations?${query({ format: "xlsx" })}`, "指标台账.xlsx").catch((error) => result.prepend(trouble(error))));
  const form = h("form", { class: "filters", onsubmit: (event) => {
    event.preventDefault();
    search();
  } }, h("label", {}, "园区 ", zone), h("label", {}, "指标 ", indicator, known), h("label", {}, "状态 ", status), h("label", {}, "词语 ", words), h("button", { class: "main", type: "submit" }, "查询"), csv, xlsx);

  function query(more) {
    const filters = { zone: zone.value, indicator: indicator.value.trim(), status: status.value, q: words.value.trim(), ...more };
    return new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  }

  const search = () => into(result, "正在查询…", async () => {
    const page = await json(`/api/observations?${query({ limit: 100 })}`);
    for (const each of page.items) if (![...known.options].some((one) => one.value === each.indicator)) known.append(h("option", { value: each.indicator }));
    const shown = table(["园区", "指标", "数值", "增减", "期间", "状态", "原文"], page.items.map(row), { empty: "没有符合条件的指标值。可放宽筛选,或换一个指标名。" });
    return [shown, more(page.next_cursor, shown)];
  });

  function more(cursor, shown) {
    if (!cursor) return null;
    const next = button("再看100条", async () => {
      next.disabled = true;
      try {
        const page = await json(`/api/observations?${query({ limit: 100, cursor })}`);
        shown.querySelector("tbody").append(...table(["园区", "指标", "数值", "增减", "期间", "状态", "原文"], page.items.map(row)).querySelectorAll("tbody tr"));
        next.replaceWith(more(page.next_cursor, shown) ?? "");
      } catch (error) {
        next.replaceWith(trouble(error));
      }
    });
    return next;
  }

  const fill = () => zones().then((list) => {
    const kept = zone.value;
    zone.replaceChildren(h("option", { value: "" }, "不限"), ...list.map((each) => h("option", { value: each.zone, selected: each.zone === kept }, each.zone)));
  }, (error) => result.replaceChildren(trouble(error)));

  panel.append(h("h1", {}, "指标台账"), form, result);
  onLibrary(() => fill().then(search));
  fill().then(search);
}

const BOUND = { at_least: "以上", more_than: "超过", almost: "近", about: "约", at_most: "以内" };

function row(each) {
  const figure = each.value === null ? "—" : `${each.value}${each.value_high ? `—${each.value_high}` : ""}${each.unit}`;
  const bound = BOUND[each.bound] ?? "";
  const growth = each.growth && `${GROWTH[each.growth.kind] ?? ""}${each.growth.value ?? ""}${each.growth.unit}`;
  return [
    each.zone,
    [each.indicator, each.as_written !== each.indicator && h("small", {}, `原文:${each.as_written}`), each.subject_kind !== "zone" && h("small", {}, `对象:${each.subject}`)],
    each.bound === "at_least" || each.bound === "at_most" ? figure + bound : bound + figure,
    [growth || "", each.gap && h("small", {}, `较${each.gap.to}${each.gap.value}${each.gap.unit}`), each.progress && h("small", {}, `完成${each.progress.of}${each.progress.value}%`)],
    periodText(each.period),
    h("span", { class: `badge ${each.status}` }, STATUS[each.status]),
    button(each.quote, (event) => openReport(each.report_id, { start: each.start, end: each.end }, event.currentTarget), { class: "link quote" }),
  ];
}
