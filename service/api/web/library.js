// The reports: taken in with their receipts, read, corrected, removed and brought back.
import { busy, button, h, into, periodText, placeText, table, trouble } from "./dom.js";
import { all, json, withStatus } from "./http.js";
import { openReport } from "./reader.js";
import { libraryChanged } from "./scope.js";

const KINDS = {
  portal: "网页栏目", metadata: "发布信息", attachment: "附件名", byline: "署名来源", related: "相关链接", paywall: "付费提示", stamp: "网页时间", boilerplate: "站点声明", page_number: "页码", running_head: "页眉页脚", repeated_head: "续表表头", note_mark: "注释标号", phonetic: "注音", delimiter: "分隔符说明", doubled_title: "重复标题", scattered_title: "散落标题",
  width: "全角符号", pinyin: "夹注拼音", traditional: "繁体", spun: "换词", space_in_number: "数字内空格", joined_line: "断行", column_order: "栏序", lost_title_mark: "书名号丢失",
  hidden: "不显示或划去的文字", instruction: "写给机器的文字", low_confidence: "识别把握不大", deleted: "数字缺失", masked: "数字遮盖", damaged: "文字损坏", torn: "数字在段末断开", hijacked: "混入的无关文字",
  lost_dash: "连接号丢失", lost_decimal: "小数点丢失", lost_percent: "百分号丢失", decimal_stop: "小数点误作句号", redacted: "隐去处",
};
const RESULT = { fail: "不符", uncertain: "存疑", pass: "相符", not_assessable: "无法核对" };
const WINDOW = 10 * 60 * 1000;
const GONE = "zonebrief.removed";

export function build(panel) {
  const list = h("div", { "aria-live": "polite" });
  const receipts = h("div", { class: "receipts", "aria-live": "polite" });
  const removed = h("div", { class: "removed", "aria-live": "polite" });
  const input = h("input", { type: "file", multiple: true, onchange: () => {
    upload([...input.files]);
    input.value = "";
  } });
  const drop = h("label", { class: "drop" }, input, h("strong", {}, "拖入报告,或点此选择文件"), h("span", {}, "网页、Word、PDF、扫描件、图片、表格、OFD、纯文本或压缩包,可一次多份;批量与扫描件在后台读取,可随时取消"));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) upload([...event.dataTransfer.files]);
    });
  }

  const refresh = () => into(list, "正在读取报告库…", async () => {
    const cards = await all("/api/reports");
    return table(["报告", "园区", "期间", "类型", "指标数", "勾稽", "操作"], cards.map((card) => row(card)), { empty: "库中还没有报告。把报告文件拖到上面即可。" });
  });

  function row(card) {
    const about = h("td", { colspan: 7 });
    const below = h("tr", { class: "about" }, about);
    const more = button("详情", () => {
      const opens = !below.isConnected;
      more.setAttribute("aria-expanded", opens);
      if (!opens) return below.remove();
      more.closest("tr").after(below);
      return into(about, "正在读取…", () => details(card.report_id, changed));
    }, { "aria-expanded": false });
    const { fail, uncertain } = card.findings;
    return [
      button(card.title, (event) => openReport(card.report_id, null, event.currentTarget), { class: "link" }),
      [card.zone || "未能确定", h("small", {}, placeText(card.place) || "")],
      [periodText(card.period), card.period_note && h("small", {}, card.period_note)],
      card.kind,
      String(card.observations),
      fail || uncertain ? h("div", { class: "row" }, fail > 0 && h("span", { class: "badge fail" }, `不符${fail}`), uncertain > 0 && h("span", { class: "badge" }, `存疑${uncertain}`)) : "—",
      h("div", { class: "row" }, more, button("删除", (event) => remove(card, event.currentTarget), { "aria-label": `删除《${card.title}》` })),
    ];
  }

  async function changed() {
    libraryChanged();
    await refresh();
  }

  async function upload(files) {
    const form = new FormData();
    for (const file of files) form.append("file", file);
    const place = h("div", { class: "receipt" });
    receipts.prepend(place);
    const name = files.length === 1 ? files[0].name : `${files.length}份文件`;
    place.append(busy(`正在读取${name}…`));
    try {
      const [status, body] = await withStatus("/api/reports", { method: "POST", body: form });
      if (status === 202) await follow(place, body.job_id);
      else place.replaceChildren(...receipt(body, status === 200));
      await changed();
    } catch (error) {
      place.replaceChildren(h("h3", {}, name), trouble(error));
    }
  }

  async function remove(card, from) {
    from.disabled = true;
    try {
      await json(`/api/reports/${card.report_id}`, { method: "DELETE" });
      keepGone([...gone(), { id: card.report_id, title: card.title, at: Date.now() }]);
      await changed();
    } catch (error) {
      from.disabled = false;
      removed.append(trouble(error));
    }
    showGone();
  }

  function showGone() {
    removed.replaceChildren(...gone().map((each) => {
      const act = (path, method) => async () => {
        const failed = await json(path, { method }).then(() => null, (error) => error);
        keepGone(gone().filter((other) => other.id !== each.id));
        showGone();
        if (failed) removed.append(trouble(failed));
        await changed();
      };
      return h("p", { class: "row" }, `已删除《${each.title}》,10分钟内可恢复。`, button("撤销", act(`/api/reports/${each.id}/restore`, "POST")), button("立即彻底清除", act(`/api/reports/${each.id}?purge=now`, "DELETE")));
    }));
  }

  panel.append(h("h1", {}, "报告库"), drop, receipts, removed, list);
  showGone();
  setInterval(showGone, 30_000);
  refresh();
}

const keepGone = (list) => sessionStorage.setItem(GONE, JSON.stringify(list));
const gone = () => JSON.parse(sessionStorage.getItem(GONE) ?? "[]").filter((each) => Date.now() - each.at < WINDOW);

async function follow(place, jobId) {
  for (;;) {
    const job = await json(`/api/jobs/${jobId}`);
    const running = job.state === "queued" || job.state === "running";
    const progress = h("progress", { max: job.total, value: job.done, "aria-label": "读取进度" });
    const stop = button("取消", () => json(`/api/jobs/${jobId}`, { method: "DELETE" }).catch((error) => place.append(trouble(error))));
    const errors = job.errors.map((each) => h("div", { class: "trouble" }, h("strong", {}, each.name), h("p", {}, each.message), h("p", {}, each.advice)));
    const state = { done: "读取完成", failed: "未能读完", cancelled: "已取消" }[job.state] ?? (job.stage || "排队中");
    const left = running && job.eta_seconds ? `,约剩${job.eta_seconds < 90 ? `${job.eta_seconds}秒` : `${Math.round(job.eta_seconds / 60)}分钟`}` : "";
    place.replaceChildren(h("p", { class: "row" }, `${state}:${job.done}/${job.total}份${left}`, running && progress, running && stop), ...job.receipts.flatMap((each) => receipt(each, job.known.includes(each.report_id))), ...errors);
    if (!running) return;
    await new Promise((resolve) => setTimeout(resolve, 800));
  }
}

function receipt(value, known = false) {
  const groups = [["dropped", "剔除"], ["repaired", "修复"], ["masked", "隐去"], ["damaged", "损坏或存疑"], ["hidden", "不显示或划去"]];
  const grounds = [["zone", "园区"], ["period", "期间"], ["kind", "类别"]].filter(([name]) => value.grounds[name]);
  const lines = groups.filter(([name]) => value[name].length).map(([name, word]) =>
    h("details", {}, h("summary", {}, `${word}${value[name].length}处`), h("ul", {}, value[name].map((note) =>
      h("li", {}, h("b", {}, KINDS[note.kind] ?? note.kind), !note.sure && h("i", {}, "推测"), ` ${note.excerpt}`)))));
  return [
    h("h3", {}, value.title), known && h("p", { class: "badge" }, "此前已在库中,未重复收录"),
    h("p", {}, `${value.zone ?? "未能确定园区"} · ${periodText(value.period)} · ${value.kind} · 读入${value.read}字${value.pages ? ` · ${value.pages}页` : ""}${value.confidence ? ` · 识别把握${Math.round(value.confidence * 100)}%` : ""}`),
    value.warnings.length > 0 && h("ul", { class: "warnings" }, value.warnings.map((each) => h("li", {}, each))),
    h("div", { class: "row" }, lines, grounds.length > 0 && h("details", {}, h("summary", {}, "认定依据"), h("ul", {}, grounds.map(([name, word]) => h("li", {}, h("b", {}, word), ` ${value.grounds[name]}`))))),
  ].filter(Boolean);
}

async function details(reportId, changed) {
  const [card, findings] = await Promise.all([json(`/api/reports/${reportId}`), all(`/api/reports/${reportId}/findings`)]);
  const doubtful = findings.filter((each) => each.result !== "pass");
  const sound = findings.length - doubtful.length;
  return [
    ...(card.receipt ? receipt(card.receipt).slice(1) : []),
    h("h3", {}, `勾稽核查:${doubtful.length}处待看${sound ? `,${sound}处相符` : ""}`),
    h("ul", { class: "findings" }, doubtful.map(finding)),
    ...(card.receipt?.editions ?? []).map((earlier) => edition(card, earlier, changed)),
    correction(card, changed),
  ];
}

// An earlier report of the same zone, period and kind: what differs, and this one in its place.
function edition(card, earlier, changed) {
  const said = h("div", { "aria-live": "polite" });
  const figure = (row) => (row ? `${row.quote}${row.status === "actual" ? "" : row.status === "target" ? "(目标)" : "(预计)"}` : "—");
  const compare = button("看数字差异", () => into(said, "正在对比…", async () => {
    const { items } = await json(`/api/reports/${card.report_id}/difference?earlier=${encodeURIComponent(earlier)}`);
    return table(["指标", "较早版本", "本版"], items.map((each) => [each.indicator, figure(each.before), figure(each.after)]), { empty: "两版的数字没有差异。" });
  }));
  const replace = button("用本版替换较早版本", async () => {
    try {
      await json(`/api/reports/${card.report_id}/replace`, { method: "POST", body: { report_id: earlier } });
      keepGone([...gone(), { id: earlier, title: `${card.title}(较早版本)`, at: Date.now() }]);
      return changed();
    } catch (error) {
      return said.replaceChildren(trouble(error));
    }
  });
  return h("div", {}, h("p", { class: "row" }, "库中有同园区、同期间、同类的较早报告。", button("打开它", (event) => openReport(earlier, null, event.currentTarget), { class: "link" }), compare, replace), said);
}

export function finding(value) {
  const item = h("li", {});
  const decide = (decision) => async () => {
    try {
      item.replaceWith(finding(await json(`/api/findings/${value.id}`, { method: "PATCH", body: { decision } })));
    } catch (error) {
      item.append(trouble(error));
    }
  };
  const said = { confirmed: "已确认属实", dismissed: "已排除" }[value.decision];
  item.append(
    h("span", { class: `badge ${value.result}` }, RESULT[value.result] ?? value.result), ` ${value.message} `,
    ...value.spans.map((span, at) => button(`原文${value.spans.length > 1 ? at + 1 : ""}`, (event) => openReport(value.report_id, span, event.currentTarget), { class: "link" })),
    h("span", { class: "row" }, said ? [h("b", {}, said), button("撤回", decide(null))] : [button("属实", decide("confirmed")), button("排除", decide("dismissed"))]),
  );
  return item;
}

function correction(card, changed) {
  const zone = h("input", { value: card.zone, maxlength: 200 });
  const period = h("input", { value: card.period ?? "", placeholder: "2025-01/2025-06", maxlength: 40 });
  const kind = h("select", {}, ["半年度工作报告", "季度工作报告", "年度工作报告", "新闻报道", "工作报告"].map((each) => h("option", { selected: each === card.kind }, each)));
  const said = h("div", { "aria-live": "polite" });
  const form = h("form", { class: "row", onsubmit: async (event) => {
    event.preventDefault();
    const patch = { ...(zone.value.trim() !== card.zone && { zone: zone.value.trim() }), ...(period.value.trim() !== (card.period ?? "") && { period: period.value.trim() }), ...(kind.value !== card.kind && { kind: kind.value }) };
    if (!Object.keys(patch).length) return said.replaceChildren(h("p", {}, "没有改动。"));
    try {
      await json(`/api/reports/${card.report_id}`, { method: "PATCH", body: patch });
      return changed();
    } catch (error) {
      return said.replaceChildren(trouble(error));
    }
  } }, h("label", {}, "园区 ", zone), h("label", {}, "期间 ", period), h("label", {}, "类别 ", kind), h("button", { type: "submit" }, "更正"));
  return h("details", {}, h("summary", {}, "更正园区、期间或类别"), form, said);
}
