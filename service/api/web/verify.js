// Somebody's text, number by number against the reports.
import { button, h, into, periodText, weave } from "./dom.js";
import { json } from "./http.js";
import { scope } from "./scope.js";
import { VERDICT, number, open } from "./view.js";

const DISAGREES = { value: "数值不同", unit: "单位不同", indicator: "指标不同", period: "期间不同", status: "完成、预计或目标不同", zone: "园区不同" };

export function build(panel) {
  const picker = scope({ legend: "对照园区(不选为全部)", period: false });
  const input = h("textarea", { rows: 7, maxlength: 100000, required: true, "aria-label": "待核验文字", placeholder: "粘贴一段文字,逐个核对其中的数字" });
  const result = h("div", { "aria-live": "polite" });
  const form = h("form", { class: "ordering", onsubmit: (event) => {
    event.preventDefault();
    const text = input.value;
    if (text.trim()) into(result, "正在核验…", async () => show(text, await json("/api/verify", { method: "POST", body: { text, ...picker.value() } })));
  } }, input, picker.node, h("button", { class: "main", type: "submit" }, "核验"));
  panel.append(h("h1", {}, "核验"), form, result);
}

function show(text, value) {
  const told = value.numbers.filter((each) => each.verdict !== "context");
  if (!told.length) return h("p", { class: "empty" }, "这段文字里没有需要核验的数字。");
  const counts = Object.entries(value.summary).filter(([, count]) => count).map(([name, count]) => h("li", {}, h("span", { class: `number ${name}` }, VERDICT[name] ?? name), ` ${count}`));
  const ranges = told.map((each) => ({ ...each, make: (part) => number({ ...each, says: each.verdict === "mismatch" ? each.found : null }, part, () => each.source) }));
  return [
    h("ul", { class: "counts", "aria-label": "核验结果" }, counts),
    h("div", { class: "checked" }, weave(text, ranges)),
    h("ul", { class: "verdicts" }, told.map(line)),
  ];
}

function line(each) {
  const source = each.source;
  const found = each.found ?? source?.quote;
  return h("li", {},
    h("span", { class: `number ${each.verdict}` }, each.text), ` ${VERDICT[each.verdict]}`, each.disagrees && `(${DISAGREES[each.disagrees] ?? each.disagrees})`,
    each.formula && h("code", {}, each.formula),
    source && button([h("span", { class: "meta" }, `${source.zone} · ${periodText(source.period)}`, h("span", { class: "path" }, source.heading.join(" › "))), h("q", {}, each.verdict === "mismatch" ? found : source.quote)],
      (event) => open(source, event.currentTarget), { class: "citation" }));
}
