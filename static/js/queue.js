"use strict";
// Values on their way to the server. Each is kept in this browser before it is sent and forgotten only
// when the server has answered, so that a dropped line, a reload or a closed tab loses nothing. They wait
// under their writer's name; another person who signs in here never sends them.
(() => {
  const user = document.body.dataset.user;
  if (!user || !window.fetch || window.queue) return;
  const PREFIX = "ntm-cho-gui-";
  const KEY = PREFIX + user;
  const PATIENCE = 20000; // ms for one answer
  const LONGEST = 60000; // ms between two attempts
  const TAB = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const WORDS = {
    offline: "Mất kết nối: giá trị được giữ ở máy này, có mạng sẽ tự gửi.",
    server: "Máy chủ gặp lỗi: giá trị được giữ, đang thử gửi lại.",
    signedOut: "Phiên làm việc đã hết: giá trị được giữ. Hãy đăng nhập lại ở thẻ khác rồi quay lại đây.",
    stale: "Trang đã cũ: giá trị được giữ. Hãy tải lại trang (F5).",
    full: "Trình duyệt không còn chỗ giữ giá trị: đừng đóng trang trước khi lưu xong.",
  };
  let inMemory = [];
  let memoryOnly = false;
  let busy = false;
  let pause = 0;
  let timer = null;
  let trouble = "";
  let told = "";

  function read() {
    if (memoryOnly) return inMemory;
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch {
      return [];
    }
  }

  function write(items) {
    inMemory = items;
    try {
      if (items.length) localStorage.setItem(KEY, JSON.stringify(items));
      else localStorage.removeItem(KEY);
      memoryOnly = false;
    } catch {
      memoryOnly = true;
      say(WORDS.full);
    }
  }

  const cellOf = (item) => document.getElementById(item.cell);
  const mine = () => read().filter((item) => item.tab === TAB);
  const alter = (id, change) => write(read().map((item) => (item.id === id ? { ...item, ...change } : item)));
  const drop = (id) => write(read().filter((item) => item.id !== id));

  // What happened is said in words, in the place the page has for it.
  function say(words) {
    let place = document.getElementById("line-state");
    if (!place) {
      place = document.createElement("p");
      place.id = "line-state";
      place.className = "line-note";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    if (place.textContent !== words) place.textContent = words;
  }

  function show(item, state, words = "") {
    const cell = cellOf(item);
    if (cell) document.dispatchEvent(new CustomEvent("queue:state", { detail: { cell, state, words } }));
  }

  function tell() {
    const items = mine();
    const elsewhere = items.filter((item) => !cellOf(item)).length;
    const words = [trouble];
    if (elsewhere) words.push(`${elsewhere} giá trị của trang khác chờ gửi.`);
    const others = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== KEY);
    if (others.length) words.push("Máy này còn giá trị chưa gửi của một người khác: người đó cần đăng nhập lại để gửi.");
    const all = words.filter(Boolean).join(" ");
    if (all !== told) say(all);
    told = all;
  }

  // A value for a cell: the newest one waits, an older one that was not yet sent gives way.
  function put(cell, url, data, label) {
    const items = read();
    const flying = items.find((item) => item.cell === cell && item.flying && item.tab === TAB);
    const kept = items.filter((item) => item.cell !== cell || item === flying);
    const item = { id: `${TAB}-${performance.now()}`, tab: TAB, cell, url, data, label, at: new Date().toISOString(), state: "new" };
    write([...kept, item]);
    show(item, navigator.onLine && !trouble ? "sending" : "waiting", trouble);
    run();
  }

  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return cookie ? cookie[1] : field ? field.value : "";
  }

  async function ask(item) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(item.url, {
        method: "POST",
        body: new URLSearchParams(item.data),
        headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token() },
        credentials: "same-origin",
        signal: stop.signal,
      });
    } finally {
      clearTimeout(late);
    }
  }

  // Each element of the answer takes the place of the one with its id.
  function place(html, item) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    for (const fresh of [...holder.content.children]) {
      const old = fresh.id && document.getElementById(fresh.id);
      if (!old) continue;
      const field = old.querySelector("input[name=value]");
      const typed = field && field.value !== item.data.value ? field.value : null;
      const held = field && field === document.activeElement;
      old.replaceWith(fresh);
      const now = fresh.querySelector("input[name=value]");
      if (now && field && !now.hasAttribute("data-split")) now.setAttribute("aria-label", field.getAttribute("aria-label"));
      if (now && typed !== null && !now.hasAttribute("data-split")) now.value = typed;
      if (now && held) {
        now.focus({ preventScroll: true });
        if (typed === null) now.select();
      }
    }
  }

  function reasons(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    return [...page.querySelectorAll("li, .field-error")].map((one) => one.textContent.trim()).filter(Boolean).join(" ");
  }

  // A newer value of the same cell stands on what was just stored.
  function rebase(item) {
    const cell = cellOf(item);
    const base = cell && cell.querySelector("input[name=base]");
    if (!base) return;
    write(read().map((one) => (one.cell === item.cell && one.id !== item.id ? { ...one, data: { ...one.data, base: base.value } } : one)));
  }

  function answered(item, state, words) {
    const cell = cellOf(item);
    document.dispatchEvent(new CustomEvent("queue:answered", { detail: { id: item.cell, cell, state, words, item } }));
  }

  // What keeps the value here: told, and tried again unless only a person can mend it.
  function keep(item, state, words, again) {
    trouble = words;
    alter(item.id, { flying: false, state });
    for (const one of mine()) if (one.state !== "stale" && one.state !== "refused") show(one, state, words);
    tell();
    if (again) {
      pause = Math.min(LONGEST, pause ? pause * 2 : 2000);
      clearTimeout(timer);
      timer = setTimeout(run, pause);
    }
    return false;
  }

  async function deal(item, answer) {
    const html = await answer.text();
    const signedOut = answer.redirected || answer.headers.has("HX-Redirect") || answer.url.includes("/dang-nhap/");
    if (signedOut) return keep(item, "waiting", WORDS.signedOut, false);
    if (answer.status >= 500 || answer.status === 429) return keep(item, "failed", WORDS.server, true);
    trouble = "";
    pause = 0;
    const isCell = html.includes(`id="${item.cell}"`);
    if (answer.ok && isCell) {
      place(html, item);
      rebase(item);
      drop(item.id);
      answered(item, "saved", "");
      return true;
    }
    if (answer.status === 403 && !answer.headers.has("HX-Retarget")) return keep(item, "waiting", WORDS.stale, false);
    const state = answer.status === 409 && isCell ? "stale" : isCell ? "invalid" : "refused";
    const why = reasons(html) || "Chưa lưu được.";
    if (isCell && cellOf(item)) place(html, item);
    if (state === "invalid" && cellOf(item)) drop(item.id);
    else alter(item.id, { flying: false, state: state === "stale" ? "stale" : "refused" });
    if (!isCell) show(item, "failed", why);
    answered(item, state, why);
    return true;
  }

  async function send(item) {
    alter(item.id, { flying: true });
    let answer;
    try {
      answer = await ask(item);
      return await deal(item, answer);
    } catch {
      return keep(item, "waiting", WORDS.offline, true);
    }
  }

  // One after the other, in the order in which they were typed.
  async function run() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    for (;;) {
      const next = mine().find((item) => item.state !== "stale" && item.state !== "refused");
      if (!next || !(await send(next))) break;
    }
    busy = false;
    tell();
    document.dispatchEvent(new CustomEvent("queue:rest"));
  }

  // What an earlier page left here is taken over, unless that page is still open.
  async function adopt() {
    let open = new Set();
    if (navigator.locks) {
      navigator.locks.request(`ntm-${TAB}`, () => new Promise(() => {}));
      const held = (await navigator.locks.query()).held;
      open = new Set(held.map((lock) => lock.name.slice(4)));
    }
    const left = read().filter((item) => !open.has(item.tab));
    if (left.length) {
      write(read().map((item) => (open.has(item.tab) ? item : { ...item, tab: TAB, flying: false, state: item.state === "stale" || item.state === "refused" ? (cellOf(item) ? "new" : item.state) : "new" })));
      for (const item of left) show(item, "waiting", "");
      document.dispatchEvent(new CustomEvent("queue:adopted", { detail: left }));
      run();
    }
    tell();
  }

  const again = () => {
    pause = 0;
    if (mine().length) run();
  };
  window.addEventListener("online", again);
  window.addEventListener("focus", again);
  window.addEventListener("offline", () => {
    trouble = WORDS.offline;
    tell();
  });
  window.addEventListener("online", () => {
    trouble = "";
    tell();
  });
  window.addEventListener("beforeunload", (event) => {
    if (mine().length || document.querySelector("[data-cell].is-invalid, [data-cell].is-stale")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const leaving = event.target.action && event.target.action.includes("/dang-xuat/");
    const count = read().length;
    if (leaving && count && !window.confirm(`Còn ${count} giá trị chưa gửi. Chúng nằm lại ở máy này và chỉ được gửi khi bạn đăng nhập lại. Vẫn đăng xuất?`)) event.preventDefault();
  });

  window.queue = { put, say, forget: (cell) => write(read().filter((item) => item.cell !== cell || item.flying)), waits: (cell) => read().find((item) => item.cell === cell), retry: again };
  document.addEventListener("DOMContentLoaded", adopt);
})();
