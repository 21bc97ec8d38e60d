// Briefings: written section by section, kept, downloaded.
import { busy, button, h, into, periodText, table, trouble } from "./dom.js";
import { download, events, json } from "./http.js";
import { finding } from "./library.js";
import { scope, zones } from "./scope.js";
import { citations, notices, sentence, sourcedTable } from "./view.js";

export function build(panel) {
  const picker = scope({ legend: "园区(不选为全部)" });
  const focus = h("input", { maxlength: 500, placeholder: "可不填,例如:重点写招商引资", class: "wide" });
  const result = h("div", { class: "briefing", "aria-live": "polite" });
  const kept = h("div", {});
  const go = h("button", { class: "main", type: "submit" }, "生成简报");
  const form = h("form", { class: "ordering", onsubmit: async (event) => {
    event.preventDefault();
    if (!(await zones().catch(() => [1])).length) return result.replaceChildren(h("p", { class: "empty" }, "库中还没有报告,请先到“报告库”上传。"));
    go.disabled = true;
    await write({ ...picker.value(), ...(focus.value.trim() && { focus: focus.value.trim() }), stream: true }, result);
    go.disabled = false;
    return list();
  } }, picker.node, h("label", {}, "侧重 ", focus), go);

  const list = () => into(kept, "正在读取…", async () => {
    const cards = (await json("/api/briefings?limit=20")).items;
    return table(["简报", "期间", "生成时间", "操作"], cards.map((card) => [
      button(card.title, () => into(result, "正在打开…", async () => show(await json(`/api/briefings/${card.id}`))), { class: "link" }),
      card.period || card.zones.length < 2 ? periodText(card.period) : "各园区期间不一", new Date(card.created).toLocaleString("zh-CN"),
      h("div", { class: "row" }, exports(card), button("删除", async (event) => {
        const failed = await json(`/api/briefings/${card.id}`, { method: "DELETE" }).then(() => null, (error) => error);
        if (failed) event.target.after(trouble(failed));
        else list();
      }, { "aria-label": `删除《${card.title}》` })),
    ]), { empty: "还没有生成过简报。" });
  });
  panel.append(h("h1", {}, "简报"), form, result, h("h2", {}, "已生成的简报"), kept);
  list();
}

async function write(request, place) {
  const early = new Map();
  const waiting = busy("正在起草…");
  place.replaceChildren(waiting);
  try {
    for await (const [name, value] of events("/api/briefings", request)) {
      if (name === "section") waiting.before(section(value, early));
      if (name === "done") place.replaceChildren(...show(value));
    }
  } catch (error) {
    waiting.replaceWith(trouble(error));
  }
}

const section = (value, book) => h("section", {}, h("h3", {}, value.heading), value.sentences.map((each) => sentence(each, book)), !value.sentences.length && h("p", { class: "empty" }, "报告未提及。"));

function exports(card) {
  const name = { docx: "Word", html: "网页", md: "Markdown" };
  return Object.keys(name).map((kind) => button(name[kind], (event) => {
    download(`/api/briefings/${card.id}.${kind}`, `${card.title}.${kind}`).catch((error) => event.target.after(trouble(error)));
  }, { "aria-label": `下载${name[kind]}` }));
}

function show(value) {
  const book = new Map(value.citations.map((each) => [each.n, each]));
  return [
    h("h2", {}, value.title),
    h("p", { class: "row" }, h("span", { class: "footing" }, `${value.zones.join("、")} · ${value.period || value.zones.length < 2 ? periodText(value.period) : "各园区期间不一"} · 检索${value.coverage.reports_searched}份报告,引用${value.coverage.reports_used}份`), h("span", { class: "row footing" }, "下载:", exports(value))),
    notices(value.notices),
    ...value.sections.map((each) => section(each, book)),
    sourcedTable(value.table, book),
    value.findings.length > 0 && h("section", {}, h("h3", {}, "勾稽提示"), h("ul", { class: "findings" }, value.findings.map(finding))),
    citations(value.citations),
  ].filter(Boolean);
}
