"use strict";
// The editor works without this: it keeps what is typed in this browser until the server has it, saves by
// itself, draws the leaf while one types, and reads what was copied from Word or Excel.
(() => {
  const user = document.body.dataset.user;
  const first = document.getElementById("editor-form");
  if (!user || !first) return;
  const OURS = `ntm-soan-${user}-${first.dataset.paper}-`; // and the tab: each keeps its own, or one eats the other's
  const TAB = "ntm-soan-the";
  const ANSWERS = 300; // ms for other tabs to say that they are there
  const QUIET = { keep: 300, leaf: 900, save: 4000 }; // ms after the last key
  const LONGEST = 60000;
  const WORDS = {
    saving: "Đang gửi…",
    offline: "Mất kết nối: những gì gõ được giữ ở máy này, có mạng sẽ tự lưu.",
    server: "Máy chủ gặp lỗi: những gì gõ được giữ ở máy này, đang thử lại.",
    signedOut: "Phiên làm việc đã hết. Những gì gõ được giữ ở máy này: hãy đăng nhập lại ở thẻ khác rồi bấm Lưu.",
    full: "Trình duyệt không còn chỗ giữ: đừng đóng trang trước khi lưu xong.",
    back: "Đã lấy lại những gì gõ dở chưa lên máy chủ, lúc ",
    unsaved: "Có thay đổi chưa lưu.",
  };
  const stamp = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 10)}`;
  const form = () => document.getElementById("editor-form");
  const tabs = new BroadcastChannel(OURS);
  const here = new Set(); // tabs with this paper that answered
  let tab = sessionStorage.getItem(TAB) || named();
  const timers = {};
  let unsure = []; // sendings whose answer did not come: perhaps the server has them
  let flight = null; // saving by itself, on its way
  let halted = false; // somebody else saved: only a person can go on
  let pause = 0;
  let shown = "";

  function named() {
    const name = stamp();
    sessionStorage.setItem(TAB, name);
    return name;
  }

  function say(words, trouble) {
    const place = document.getElementById("editor-state");
    if (!place) return;
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("is-trouble", Boolean(trouble));
  }

  function later(name, wait, act) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, wait);
  }

  function token() {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form().elements.csrfmiddlewaretoken.value;
  }

  // Everything on the page but what only one sending needs.
  function typed() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form())) {
      if (name !== "csrfmiddlewaretoken") data.append(name, value);
    }
    return data;
  }

  function keep() {
    const now = typed().toString();
    try {
      localStorage.setItem(OURS + tab, JSON.stringify({ at: Date.now(), data: now, unsure }));
    } catch {
      say(WORDS.full, true);
    }
  }

  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  const waits = () => document.getElementById("editor").hasAttribute("data-unsaved");
  const forget = () => localStorage.removeItem(OURS + tab);

  tabs.addEventListener("message", ({ data }) => {
    if (data.asks) tabs.postMessage({ here: tab });
    else here.add(data.here);
  });

  // What this tab or a tab that is gone could not send, the newest first; a tab doubled by the browser takes a new name.
  async function leftBehind() {
    here.clear();
    tabs.postMessage({ asks: true });
    const mine = () => Object.keys(localStorage).filter((key) => key.startsWith(OURS));
    form().inert = mine().length > 0; // what is typed meanwhile would be lost
    await new Promise((done) => setTimeout(done, ANSWERS));
    form().inert = false;
    if (here.has(tab)) tab = named();
    const left = mine().filter((key) => !here.has(key.slice(OURS.length)));
    return left.sort((one, two) => (kept(two)?.at || 0) - (kept(one)?.at || 0))[0];
  }

  async function post(url, data) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 20000);
    try {
      return await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token() }, credentials: "same-origin", signal: stop.signal });
    } finally {
      clearTimeout(late);
    }
  }

  function again(words) {
    say(words, true);
    pause = Math.min(LONGEST, pause ? pause * 2 : 2000);
    later("save", pause, save);
  }

  // Saved by itself, as far as nobody else has saved meanwhile.
  async function save() {
    if (flight || halted || !waits() || form().inert) return;
    flight = send();
    await flight;
    flight = null;
  }

  async function send() {
    const sent = typed();
    const mine = stamp();
    const body = new URLSearchParams(sent);
    body.set("stamp", mine);
    body.set("unsure", unsure.join(" "));
    unsure.push(mine);
    keep();
    say(WORDS.saving);
    try {
      const answer = await post(form().dataset.autosave, body);
      if (answer.redirected || answer.url.includes("/dang-nhap/")) say(WORDS.signedOut, true);
      else if (answer.status >= 500 || answer.status === 429) again(WORDS.server);
      else if (answer.status === 403) say(WORDS.signedOut, true);
      else settle(await answer.json(), sent.toString());
    } catch {
      again(WORDS.offline);
    }
  }

  function settle(told, sent) {
    pause = 0;
    if (told.state === "saved") {
      unsure = [];
      const changed = typed().toString() !== sent;
      form().elements.seen.value = told.version;
      document.getElementById("editor").removeAttribute("data-unsaved");
      say(`Đã tự lưu bản ${told.version} lúc ${new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" })}.`);
      if (changed) {
        document.getElementById("editor").setAttribute("data-unsaved", "");
        keep();
        later("save", QUIET.save, save);
      } else {
        forget();
        restore();
      }
      return;
    }
    halted = told.state === "stale" || told.state === "locked";
    say(told.state === "stale" ? `${told.words} Bấm Lưu để gộp hai bản.` : `Chưa lưu: ${told.words}`, true);
  }

  async function draw() {
    const now = typed().toString();
    if (now === shown) return;
    try {
      const answer = await post(form().dataset.leaf, new URLSearchParams(now));
      if (!answer.ok || answer.redirected) return;
      const holder = document.createElement("template");
      holder.innerHTML = await answer.text();
      const fresh = holder.content.getElementById("editor-leaf");
      const old = document.getElementById("editor-leaf");
      if (fresh && old) old.replaceWith(fresh);
      shown = now;
    } catch {
      // the leaf waits for the line; saving says so
    }
  }

  function changed() {
    document.getElementById("editor").setAttribute("data-unsaved", "");
    later("keep", QUIET.keep, keep);
    later("leaf", QUIET.leaf, draw);
    later("save", pause || QUIET.save, save);
    if (!halted && !pause) say(WORDS.unsaved);
  }

  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form === form() && event.target.name !== "pasted") changed();
  });

  // Cells copied from a sheet fill the table; what comes from Word into the box for it keeps its structure.
  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.("textarea");
    if (!field || field.form !== form() || !event.clipboardData) return;
    const text = event.clipboardData.getData("text/plain");
    if (field.id === "editor-pasted") {
      form().elements["pasted-html"].value = event.clipboardData.getData("text/html");
      return;
    }
    const cell = field.name.match(/^(\d+)-cell$/);
    if (!cell || !/[\t\n]./.test(text)) return;
    event.preventDefault();
    const row = field.closest("tr");
    const place = `${[...row.parentNode.children].indexOf(row)}.${[...row.querySelectorAll("textarea")].indexOf(field)}`;
    form().elements[`${cell[1]}-filling`].value = text;
    press(`fill:${cell[1]}:${place}`);
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "editor-pasted" && event.inputType !== "insertFromPaste") form().elements["pasted-html"].value = "";
  });

  function press(act) {
    const button = document.createElement("button");
    button.name = "do";
    button.value = act;
    button.hidden = true;
    form().append(button);
    button.click();
    button.remove();
  }

  // Ctrl+S saves; arrows with Alt go from row to row in a table.
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      document.getElementById("editor-save").click();
      return;
    }
    const field = event.target.closest?.(".editor-table tbody textarea");
    if (!field || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const row = field.closest("tr");
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const beside = next && next.querySelectorAll("textarea")[[...row.querySelectorAll("textarea")].indexOf(field)];
    if (beside) {
      event.preventDefault();
      beside.focus();
    }
  });

  // A button sends the page as it is, never at the same time as the saving by itself.
  document.addEventListener("htmx:confirm", (event) => {
    if (event.target !== form() || !flight) return;
    event.preventDefault();
    flight.then(() => event.detail.issueRequest(true));
  });
  // What would be typed while the answer is on its way would be lost with the old form.
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.target !== form()) return;
    form().inert = true;
    say(WORDS.saving);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.failed && form().inert) form().inert = false;
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form()) return;
    clearTimeout(timers.save);
    event.detail.headers["X-CSRFToken"] = token();
    event.detail.parameters.csrfmiddlewaretoken = token();
    const mine = stamp();
    event.detail.parameters.stamp = mine;
    event.detail.parameters.unsure = unsure.join(" ");
    unsure.push(mine);
    keep();
  });
  // A part that its writer opened stays open in the new form.
  const parts = (where) => document.querySelectorAll(`#editor > form > details.editor-part${where} > summary`);
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    opened = [...parts("[open]")].map((one) => one.textContent);
    if (event.detail.target && event.detail.target.id === "editor" && !event.detail.serverResponse.includes('id="editor"')) {
      event.detail.shouldSwap = false;
      say(WORDS.signedOut, true);
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (event.target === form()) again(WORDS.offline);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const editor = document.getElementById("editor");
    if (!editor || editor.dataset.seenHere) return;
    editor.dataset.seenHere = "1";
    for (const one of parts("")) if (opened.includes(one.textContent)) one.parentElement.open = true;
    shown = typed().toString();
    pause = 0;
    unsure = [];
    halted = Boolean(editor.querySelector(".clash"));
    if (!editor.hasAttribute("data-unsaved")) {
      forget();
      return;
    }
    keep();
    if (!halted && !editor.querySelector(".alert, .field-error")) later("save", QUIET.save, save);
  });

  const retry = () => {
    if (waits() && !halted) {
      pause = 0;
      later("save", 200, save);
    }
  };
  window.addEventListener("online", retry);
  window.addEventListener("focus", retry);
  window.addEventListener("offline", () => say(WORDS.offline, true));
  window.addEventListener("beforeunload", (event) => {
    if (waits()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timers.keep && waits()) keep();
  });

  // What an earlier page could not send is put back, as it was typed; saving joins it with what came since.
  async function restore() {
    shown = typed().toString();
    document.getElementById("editor").dataset.seenHere = "1";
    const key = await leftBehind();
    const left = key && kept(key);
    if (key && (!left || left.data === shown)) localStorage.removeItem(key);
    if (!left || left.data === shown || waits()) return;
    const waiting = left.unsure || [];
    const data = new URLSearchParams(left.data);
    data.set("do", "restore");
    data.set("csrfmiddlewaretoken", token());
    const values = {};
    for (const name of new Set(data.keys())) values[name] = data.getAll(name);
    const when = new Date(left.at).toLocaleString("vi-VN");
    window.htmx.ajax("POST", form().getAttribute("action"), { target: "#editor", swap: "outerHTML", values }).then(() => {
      if (!waits()) return;
      unsure = waiting;
      keep();
      if (key !== OURS + tab) localStorage.removeItem(key);
      say(`${WORDS.back}${when}.`, true);
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", restore);
  else restore();
})();
