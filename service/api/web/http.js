// Talking to the server: JSON, event streams, files; the key where one is needed; troubles as the server words them.

const KEY = "zonebrief.key";

export class Trouble extends Error {
  // problem: {title, detail, advice} as in application/problem+json
  constructor(problem) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
}

let asking = null;

function askKey(wrong) {
  asking ??= new Promise((resolve) => {
    const dialog = document.getElementById("key");
    const form = dialog.querySelector("form");
    const input = dialog.querySelector("input");
    document.getElementById("key-wrong").hidden = !wrong;
    input.value = "";
    dialog.oncancel = (event) => event.preventDefault();
    form.onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, input.value.trim());
      dialog.close();
      asking = null;
      resolve();
    };
    dialog.showModal();
  });
  return asking;
}

async function send(path, { method = "GET", body, signal, accept } = {}) {
  for (;;) {
    const key = sessionStorage.getItem(KEY);
    const headers = new Headers();
    // A header holds Latin letters only; a key of other characters is wrong anyway and is asked for again.
    if (key) headers.set("Authorization", `Bearer ${/^[\x21-\x7e]+$/.test(key) ? key : "?"}`);
    if (accept) headers.set("Accept", accept);
    const isForm = body instanceof FormData;
    if (body && !isForm) headers.set("Content-Type", "application/json");
    let response;
    try {
      response = await fetch(path, { method, headers, signal, body: body && !isForm ? JSON.stringify(body) : body });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Trouble({ title: "无法连接", detail: "服务没有应答", advice: "请确认服务仍在运行,然后重试。" });
    }
    if (response.status === 401) {
      if (sessionStorage.getItem(KEY) === key) await askKey(Boolean(key));
      continue;
    }
    if (!response.ok) throw new Trouble(await problemOf(response));
    return response;
  }
}

async function problemOf(response) {
  try {
    const found = await response.json();
    if (found.detail || found.title) return found;
  } catch {
    // not JSON: something between the page and the server answered
  }
  return { title: `请求未完成(${response.status})`, detail: "服务返回了无法读取的内容", advice: "请稍候重试。" };
}

export async function json(path, options) {
  const response = await send(path, options);
  return response.status === 204 ? null : response.json();
}

export async function withStatus(path, options) {
  const response = await send(path, options);
  return [response.status, await response.json()];
}

// Every page of a list.
export async function all(path) {
  const items = [];
  const joint = path.includes("?") ? "&" : "?";
  let cursor = null;
  do {
    const page = await json(`${path}${joint}limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

// Yields [name, value]; throws Trouble for an `error` event and where the stream ends before `done`.
export async function* events(path, body, signal) {
  const response = await send(path, { method: "POST", body, signal, accept: "text/event-stream" });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read().catch((error) => {
      if (error.name === "AbortError") throw error;
      return { done: true };
    });
    if (done) break;
    const blocks = (waiting + value).split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const name = lines.find((line) => line.startsWith("event:"))?.slice(6).trim();
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n");
      if (!name || !data) continue;
      const found = JSON.parse(data);
      if (name === "error") throw new Trouble(found);
      yield [name, found];
      if (name === "done") return;
    }
  }
  throw new Trouble({ title: "连接中断", detail: "回答没有传完", advice: "请重试;已显示的句子均已核验。" });
}

// The address of a fetched thing; whoever asks for it gives it back with URL.revokeObjectURL.
export async function fetched(path) {
  const response = await send(path);
  return URL.createObjectURL(await response.blob());
}

export async function download(path, name) {
  const address = await fetched(path);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
