// The report beside what was said of it, opened at the place that proves it.
import { busy, button, h, periodText, placeText, trouble } from "./dom.js";
import { download, fetched, json } from "./http.js";

const SUFFIXES = {
  "text/html": "html", "multipart/related": "mht", "text/markdown": "md", "text/csv": "csv", "application/pdf": "pdf", "application/msword": "doc", "application/ofd": "ofd",
  "image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif", "image/bmp": "bmp", "image/webp": "webp",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
};
const panel = document.getElementById("reader");
const texts = new Map();
let opener = null;
let latest = 0;
const DOTS_A_POINT = 110 / 72;

export function closeReport() {
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("reading");
  opener?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) closeReport();
});

// `span` = {start, end} in code points, or null for the beginning.
export async function openReport(reportId, span, from) {
  const turn = ++latest;
  opener = from ?? document.activeElement;
  panel.hidden = false;
  document.body.classList.add("reading");
  const close = button("关闭", closeReport, { class: "close", "aria-label": "关闭原文" });
  panel.replaceChildren(close, busy("正在打开原文…"));
  try {
    const [card, body] = await Promise.all([json(`/api/reports/${reportId}`), texts.get(reportId) ?? json(`/api/reports/${reportId}/text`)]);
    texts.set(reportId, body);
    if (turn === latest) show(card, body, span, close);
  } catch (error) {
    if (turn === latest) panel.replaceChildren(close, trouble(error));
  }
}

function show(card, body, span, close) {
  const original = button("下载原件", (event) => {
    download(`/api/reports/${card.report_id}/original`, `${card.title}.${SUFFIXES[card.media_type] ?? "txt"}`).catch((error) => event.target.after(trouble(error)));
  });
  const about = [card.zone, placeText(card.place), periodText(card.period), card.kind, card.published && `${card.published}发布`];
  const where = span && body.places.filter((each) => each.start < span.end && span.start < each.end);
  const title = h("h2", { tabindex: -1 }, card.title);
  const text = h("div", { class: "report", tabindex: 0, role: "document", "aria-label": "报告正文" }, pieces(body, span));
  const jumps = body.outline.map((each) =>
    h("li", { class: `level${each.level}` }, button(each.heading, () => text.querySelector(`[data-at="${each.start}"]`)?.scrollIntoView({ block: "start" }))));
  panel.replaceChildren(
    h("header", {}, title, close, h("p", {}, about.filter(Boolean).join(" · ")), h("p", {}, original, where?.length ? placed(card, where) : "")),
    jumps.length ? h("details", { class: "outline" }, h("summary", {}, `提纲(${jumps.length})`), h("ul", {}, jumps)) : "",
    text,
  );
  title.focus({ preventScroll: true });
  text.querySelector("mark")?.scrollIntoView({ block: "center" });
}

// Where the shown words stand in the file: a page with its picture, a paragraph, or a cell.
function placed(card, where) {
  const { page, paragraph, sheet, cell } = where[0].place;
  if (!page) return h("span", {}, paragraph ? ` 原件第${paragraph}段` : ` 原件${sheet ? `“${sheet}”` : ""}${cell}`);
  const picture = h("div", { class: "page" });
  return h("span", {}, ` 原件第${page}页 `, button("看原页", async (event) => {
    event.target.disabled = true;
    try {
      const address = await fetched(`/api/reports/${card.report_id}/pages/${page}.png`);
      const image = h("img", { src: address, alt: `原件第${page}页`, onload: () => {
        URL.revokeObjectURL(address);
        // A page is drawn at so many dots a point; boxes count in points.
        const points = Number(image.naturalWidth) / DOTS_A_POINT;
        for (const { place } of where.filter((each) => each.place.page === page && each.place.box)) {
          const [left, top, right, bottom] = place.box;
          const mark = h("i", { class: "box" });
          const height = Number(image.naturalHeight) / DOTS_A_POINT;
          Object.assign(mark.style, { left: `${(100 * left) / points}%`, top: `${(100 * top) / height}%`, width: `${(100 * (right - left)) / points}%`, height: `${(100 * (bottom - top)) / height}%` });
          picture.append(mark);
        }
      } });
      picture.replaceChildren(image);
    } catch (error) {
      picture.replaceChildren(trouble(error));
      event.target.disabled = false;
    }
  }), picture);
}

// Cut wherever a heading, an unsure repair or the shown span begins or ends.
function pieces(body, span) {
  const points = Array.from(body.text);
  // A heading may run on into its paragraph on the same line.
  const headings = body.outline.map((each) => ({ start: each.start, end: each.start + Array.from(each.heading).length }))
    .filter((each, at) => points.slice(each.start, each.end).join("") === body.outline[at].heading);
  const repairs = body.repairs.filter((each) => !each.sure && each.end > each.start);
  const cuts = new Set([0, points.length]);
  for (const each of [...headings, ...repairs, ...(span ? [span] : [])]) cuts.add(each.start).add(each.end);
  const edges = [...cuts].sort((one, other) => one - other);
  const covers = (start) => (each) => each.start <= start && start < each.end;
  return edges.slice(0, -1).map((start, at) => {
    const part = points.slice(start, edges[at + 1]).join("");
    const heading = headings.find(covers(start));
    const repaired = repairs.some(covers(start));
    const shown = span && covers(start)(span);
    const node = h(shown ? "mark" : heading ? "strong" : "span", { class: [heading && "heading", repaired && "repaired"].filter(Boolean).join(" ") || null,
      title: repaired ? "清洗时的推测性修复,请与原件核对" : null, "data-at": heading?.start === start ? start : null }, part);
    return node;
  });
}
