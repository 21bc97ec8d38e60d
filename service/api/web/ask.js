// Questions and their answers, sentence by verified sentence.
import { begin, chats, read } from "./chats.js";
import { busy, button, h, trouble } from "./dom.js";
import { events } from "./http.js";
import { understood } from "./plan.js";
import { onLibrary, scope, zones } from "./scope.js";
import { citations, notices, sentence, sourcedTable } from "./view.js";

const STATUS = { answered: "已回答", partial: "部分回答", not_found: "报告未提及", ambiguous: "所指不明" };
const REASON = {
  not_in_reports: "库中报告没有写到", only_target: "只有目标,没有完成数", only_estimate: "只有预计数", different_definition: "统计口径不同",
  period_mismatch: "期间不符", ambiguous_zone: "园区同名,请指明是哪一个", conflicting_sources: "几处原文说法不一",
};

let conversation = null;
let running = null;

export function build(panel) {
  const picker = scope({ legend: "限定园区(不选为全部)" });
  const log = h("div", { class: "log" });
  const hints = h("div", { class: "hints" });
  const input = h("textarea", { rows: 2, maxlength: 2000, required: true, "aria-label": "问题", placeholder: "问一个问题,例如:上半年规模工业总产值是多少?" });
  const go = h("button", { class: "main", type: "submit" }, "提问");
  const stop = button("停止", () => running?.abort(), { hidden: true });
  const fresh = button("新对话", () => {
    running?.abort();
    conversation = null;
    log.replaceChildren(hints);
    input.focus();
  });
  const kept = chats({ opened: reopen, gone: (id) => id === conversation && fresh.click() });
  const form = h("form", { class: "asking", onsubmit: (event) => {
    event.preventDefault();
    if (input.value.trim()) submit(input.value.trim());
  } }, input, h("div", { class: "row" }, go, stop, fresh, h("details", {}, h("summary", {}, "限定范围"), picker.node), kept.node));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  async function suggest() {
    const names = await zones().then((list) => list.map((each) => each.zone), () => []);
    const one = names.at(-1);
    const questions = one ? ["各园区固定资产投资分别是多少?", `${one}存在哪些问题?`, `${names[0]}下一步有哪些打算?`] : [];
    hints.replaceChildren(...(one ? [h("p", {}, "可以这样问:"), ...questions.map((each) => button(each, () => submit(each), { class: "hint" }))] : [h("p", { class: "empty" }, "库中还没有报告,请先到“报告库”上传。")]));
  }

  // What was asked and answered before, as it stood; the next question goes on from there.
  async function reopen(id) {
    running?.abort();
    try {
      const found = await read(id);
      conversation = id;
      log.replaceChildren(...found.turns.map((turn) => {
        const place = turnOf(turn.question);
        const book = new Map(turn.answer.citations.map((each) => [each.n, each]));
        place.append(understood(turn.answer.plan, again(turn.question)), whole(turn.answer, book));
        return place;
      }));
      log.lastChild?.scrollIntoView({ block: "start" });
      input.focus({ preventScroll: true });
    } catch (error) {
      log.replaceChildren(trouble(error));
    }
  }

  const again = (question) => (correction) => submit(question, correction);

  async function submit(question, correction = {}) {
    if (running) return;
    running = new AbortController();
    input.value = "";
    hints.remove();
    go.disabled = true;
    stop.hidden = false;
    const place = turnOf(question);
    log.append(place);
    place.scrollIntoView({ block: "start", behavior: "smooth" });
    await answered(place, { question, ...picker.value(), ...correction, stream: true }, running.signal, again(question));
    kept.refill();
    running = null;
    go.disabled = false;
    stop.hidden = true;
    input.focus({ preventScroll: true });
  }

  panel.append(h("h1", { class: "unseen" }, "提问"), log, form);
  log.append(hints);
  suggest();
  onLibrary(suggest);
}

const turnOf = (question) => h("article", { class: "turn", "aria-label": `问:${question}` }, h("h2", {}, question));

async function answered(place, request, signal, again) {
  const book = new Map();
  const text = h("div", { class: "answer", "aria-live": "polite" });
  const waiting = busy("正在查找原文…");
  place.append(text, waiting);
  const notes = [];
  try {
    conversation ??= (await begin()).id;
    for await (const [name, value] of events("/api/ask", { ...request, conversation_id: conversation }, signal)) {
      if (name === "plan") text.before(understood(value, again));
      if (name === "sentence") {
        for (const each of value.sources ?? []) book.set(each.n, each);
        text.append(sentence(value, book));
      }
      if (name === "notice") notes.push(value);
      if (name === "sentence") waiting.textContent = "正在逐句核验…";
      if (name !== "done") continue;
      for (const each of value.citations) book.set(each.n, each);
      waiting.remove();
      text.replaceWith(whole(value, book));
    }
  } catch (error) {
    waiting.remove();
    if (error.problem?.code === "not_found") conversation = null;
    place.append(...[notices(notes), error.name === "AbortError" ? h("p", { class: "busy still" }, "已停止。以上各句均已核验。") : trouble(error)].filter(Boolean));
  }
}

function whole(answer, book) {
  const told = h("div", { class: "answer", "aria-live": "polite" }, answer.sentences.map((each) => sentence(each, book)));
  return h("div", {}, told, sourcedTable(answer.table, book), notices(answer.notices), citations(answer.citations), footing(answer));
}

function footing(answer) {
  const writer = answer.writer === "model" ? `模型撰写(${answer.model ?? ""}),程序核验` : "摘自原文";
  const reason = REASON[answer.reason];
  return h("p", { class: "footing" }, h("span", { class: `state ${answer.status}` }, STATUS[answer.status]), reason && ` ${reason}`, ` · 检索${answer.coverage.reports_searched}份报告,引用${answer.coverage.reports_used}份 · ${writer}`);
}
