"use strict";
// A table with data-grid, filled like a spreadsheet: keys, checks before sending, paste, states in shape and words.
// The server checks again and has the last word; without this script every cell is a small form.
(() => {
  const tables = document.querySelectorAll("table[data-grid]");
  if (!tables.length || !window.queue) return;
  document.documentElement.classList.add("scripted");
  const STATES = ["sending", "saved", "invalid", "failed", "waiting", "stale"];
  const NOT_APPLICABLE = ["-", "–", "kad", "không áp dụng", "khong ap dung"];
  const YES = ["có", "co", "c", "đạt", "dat", "đ", "true", "1"];
  const NO = ["không", "khong", "k", "không đạt", "khong dat", "false", "0"];
  const BLANK = "Ô trống không được ghi. Esc lấy lại giá trị cũ; muốn bỏ giá trị đã ghi, rút nó ở Chi tiết.";
  const slow = new WeakMap();
  let free = false; // after Esc: Tab goes through every link again

  const fieldOf = (cell) => cell.querySelector("input[name=value]");
  const cellAt = (node) => node.closest("[data-cell]");
  const cells = () => [...document.querySelectorAll("table[data-grid] [data-cell]")];
  const columnOf = (cell) => cell.closest("td").cellIndex;
  const stops = () => cells().filter((cell) => fieldOf(cell) && !cell.classList.contains("is-na")).map(fieldOf);

  // What `criteria.words.read_number` reads; anything else comes back as what to do.
  function numberTrouble(text) {
    const given = text.trim().replace(/\s|%$/g, "");
    if (/^-?\d{1,3}\.\d{3}$/.test(given)) {
      const whole = given.replace(".", "");
      const part = given.replace(".", ",");
      return `«${text.trim()}» có thể là ${whole} hoặc ${part}. Hãy nhập ${whole} hoặc ${part}.`;
    }
    if (/^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(given) || /^-?\d+(,\d+)?$/.test(given) || /^-?\d+\.\d+$/.test(given)) return "";
    return `«${text.trim()}» không phải là số. Ví dụ: 87,5 hoặc 1.234,5.`;
  }

  function asNumber(text) {
    const given = text.trim().replace(/\s|%$/g, "");
    const grouped = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(given);
    return Number((grouped ? given.replaceAll(".", "") : given).replace(",", "."));
  }

  function wrong(field) {
    const text = field.value.trim();
    const word = text.toLowerCase();
    if (!text) return BLANK;
    if (NOT_APPLICABLE.includes(word) || field.dataset.kind === "text") return "";
    if (field.dataset.kind === "boolean") {
      return YES.includes(word) || NO.includes(word) ? "" : `Hãy nhập Có, Không hoặc «không áp dụng» (c, k, -). Bạn nhập «${text}».`;
    }
    const trouble = numberTrouble(text);
    if (trouble || field.dataset.kind !== "percent") return trouble;
    const number = asNumber(text);
    return number < 0 || number > 100 ? `Giá trị phải từ 0 đến 100 (%). Bạn nhập ${text.replace(/%$/, "")}.` : "";
  }

  function mark(cell, state, words = "") {
    clearTimeout(slow.get(cell));
    for (const one of STATES) cell.classList.toggle(`is-${one}`, one === state && one !== "sending");
    if (state === "sending") slow.set(cell, setTimeout(() => cell.classList.add("is-sending"), 300));
    const field = fieldOf(cell);
    if (field) field.toggleAttribute("aria-invalid", false);
    if (field && state === "invalid") field.setAttribute("aria-invalid", "true");
    let said = cell.querySelector(".said");
    if (!said) {
      said = document.createElement("p");
      said.className = "said";
      said.id = `loi-${cell.id.slice(2)}`;
      cell.append(said);
      if (field) field.setAttribute("aria-describedby", said.id);
    }
    for (const old of said.querySelectorAll(".field-error, .saved-mark, .state-words")) old.remove();
    const named = { waiting: "chờ gửi", failed: "chưa lưu được", invalid: "" }[state];
    if (named === undefined) return;
    const line = document.createElement("span");
    line.className = state === "invalid" ? "field-error" : "state-words";
    if (state === "invalid") line.setAttribute("role", "alert");
    line.textContent = state === "failed" && words ? `${named}: ${words}` : words && state === "invalid" ? words : named;
    said.prepend(line);
  }

  function stored(field) {
    const waits = window.queue.waits(cellAt(field).id);
    return waits ? waits.data.value : field.dataset.stored;
  }

  // Leaving a cell saves it, if it says something new. Answers "sent", "invalid" or "".
  function commit(field) {
    const cell = cellAt(field);
    if (!cell || field.hasAttribute("data-split")) return "";
    if (field.value === stored(field)) {
      if (cell.classList.contains("is-invalid")) mark(cell, "");
      count();
      return "";
    }
    if (field.value === field.dataset.refused && cell.classList.contains("is-invalid")) return "invalid";
    const words = wrong(field);
    if (words) {
      field.dataset.refused = field.value;
      mark(cell, "invalid", words);
      count();
      return "invalid";
    }
    const form = field.form;
    window.queue.put(cell.id, form.action, Object.fromEntries(new FormData(form)), field.getAttribute("aria-label"));
    return "sent";
  }

  function go(field) {
    if (!field) return false;
    field.focus();
    field.select();
    field.scrollIntoView({ block: "nearest" });
    return true;
  }

  function beside(field, step) {
    const all = stops();
    return all[all.indexOf(field) + step];
  }

  // Down and up stay in the column; cells that do not apply can be reached so and changed.
  function below(field, step) {
    const column = cells().filter((one) => fieldOf(one) && columnOf(one) === columnOf(cellAt(field)));
    const next = column[column.indexOf(cellAt(field)) + step];
    return next && fieldOf(next);
  }

  function across(field, step) {
    const row = field.closest("tr");
    const all = [...row.querySelectorAll("[data-cell] input[name=value]")];
    return all[all.indexOf(field) + step];
  }

  function giveBack(field) {
    const cell = cellAt(field);
    const old = field.dataset.stored ?? field.defaultValue;
    const changed = field.value !== old || window.queue.waits(cell.id);
    window.queue.forget(cell.id);
    field.value = old;
    if (changed) mark(cell, "");
    free = !changed;
    count();
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("table[data-grid] [data-cell] input[name=value]");
    if (!field || event.isComposing || event.altKey || event.metaKey) return;
    const atStart = field.selectionStart === 0 && (field.selectionEnd === 0 || field.selectionEnd === field.value.length);
    const atEnd = field.selectionEnd === field.value.length && (field.selectionStart === field.selectionEnd || field.selectionStart === 0);
    let next = null;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      commit(field);
      document.dispatchEvent(new CustomEvent("grid:detail", { detail: cellAt(field) }));
      return;
    }
    if (event.ctrlKey) return;
    if (event.key === "Escape") {
      event.preventDefault();
      giveBack(field);
      return;
    }
    if (field.hasAttribute("data-split")) return; // Enter keeps mine, Tab goes to the buttons
    if (event.key === "Tab" && !free) next = beside(field, event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" || event.key === "ArrowDown") next = below(field, event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowUp") next = below(field, -1);
    else if (event.key === "ArrowRight" && atEnd) next = across(field, 1);
    else if (event.key === "ArrowLeft" && atStart) next = across(field, -1);
    if (event.key !== "Tab") free = false;
    if (["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) event.preventDefault();
    if (event.key === "Enter" && !next) commit(field);
    if (next) {
      event.preventDefault();
      go(next);
    }
  });

  document.addEventListener("focusout", (event) => {
    const field = event.target.closest && event.target.closest("table[data-grid] [data-cell] input[name=value]");
    if (field) commit(field);
  });
  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest("table[data-grid] [data-cell]");
    if (cell) document.dispatchEvent(new CustomEvent("grid:focus", { detail: cell }));
  });
  document.addEventListener("input", (event) => {
    const cell = event.target.closest("table[data-grid] [data-cell]");
    free = false;
    if (cell && cell.classList.contains("is-saved")) mark(cell, "");
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-cell] form[data-save]");
    if (!form) return;
    event.preventDefault();
    const field = form.querySelector("input[name=value]");
    if (!field.hasAttribute("data-split")) return void commit(field);
    const words = wrong(field);
    const cell = cellAt(field);
    if (words) return void mark(cell, "invalid", words);
    window.queue.forget(cell.id);
    window.queue.put(cell.id, form.action, Object.fromEntries(new FormData(form)), field.getAttribute("aria-label"));
  });

  document.addEventListener("click", (event) => {
    const theirs = event.target.closest("[data-take-theirs]");
    const jump = event.target.closest("[data-jump]");
    if (theirs) {
      event.preventDefault();
      const cell = cellAt(theirs);
      window.queue.forget(cell.id);
      const fresh = cell.querySelector("template[data-theirs]").content.firstElementChild;
      cell.replaceWith(fresh);
      go(fieldOf(fresh));
      count();
    }
    if (jump) leap(jump.dataset.jump);
  });

  // A block from a spreadsheet fills the cells downward and to the right, each by its own save.
  document.addEventListener("paste", (event) => {
    const field = event.target.closest("table[data-grid] [data-cell] input[name=value]");
    const text = event.clipboardData && event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!field || !text || !/[\n\t]/.test(text)) return;
    event.preventDefault();
    const start = cellAt(field);
    const rows = text.split("\n").map((row) => row.split("\t"));
    const found = { sent: 0, invalid: 0, same: 0, blank: 0, left: 0, locked: [] };
    const width = Math.max(...[...start.closest("table").rows].map((row) => row.cells.length));
    const columns = [];
    for (let place = columnOf(start); place < width; place += 1) columns.push(column(place));
    const sheets = columns.filter((slots) => slots.some((slot) => slot.matches("[data-cell]")));
    const from = sheets[0].indexOf(start);
    rows.forEach((row, down) => {
      row.forEach((given, right) => fill(sheets[right] && sheets[right][from + down], given.trim(), found));
    });
    summary(found);
    count();
  });

  // Every place of a column, those that nobody may write too: no value slides into another row.
  function column(place) {
    const rows = [...document.querySelectorAll("table[data-grid] tbody tr:not(.criterion, .panel-row)")];
    return rows.flatMap((row) => {
      const box = row.cells[place];
      const inside = box ? [...box.querySelectorAll("[data-cell]")] : [];
      return inside.length || !box ? inside : [box];
    });
  }

  function fill(cell, given, found) {
    const field = cell && fieldOf(cell);
    if (!given) found.blank += 1;
    else if (!cell) found.left += 1;
    else if (!field || field.hasAttribute("data-split")) found.locked.push(cell.dataset.name || (cell.closest("tr").querySelector("th") || cell).textContent.trim());
    else {
      field.value = given;
      const done = commit(field);
      found[done === "sent" ? "sent" : done === "invalid" ? "invalid" : "same"] += 1;
    }
  }

  function summary(found) {
    const words = [`đã điền ${found.sent + found.invalid + found.same} ô`];
    if (found.invalid) words.push(`${found.invalid} ô chưa hợp lệ`);
    if (found.locked.length) words.push(`bỏ qua ${found.locked.length} ô khóa (${found.locked.filter(Boolean).join(", ")})`);
    if (found.blank) words.push(`${found.blank} dòng trống để nguyên`);
    if (found.left) words.push(`${found.left} giá trị thừa không có ô`);
    const place = document.getElementById("grid-state");
    const all = `Dán: ${words.join(", ")}.`;
    if (place) place.textContent = all;
    else window.queue.say(all);
  }

  function matching(kind) {
    const all = cells();
    return kind === "blank" ? all.filter((cell) => fieldOf(cell) && !cell.hasAttribute("data-has")) : all.filter((cell) => cell.classList.contains(`is-${kind}`));
  }

  let last = null;
  function leap(kind) {
    const found = matching(kind);
    const after = last && found.find((cell) => last.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
    const cell = after || found[0];
    if (!cell) return;
    last = cell;
    cell.scrollIntoView({ block: "center" });
    if (!go(fieldOf(cell))) cell.querySelector("[tabindex]")?.focus();
  }

  // The completion bar follows what stands on the page.
  function count() {
    for (const button of document.querySelectorAll("[data-jump]")) {
      if (button.dataset.jump === "blank") continue;
      const number = matching(button.dataset.jump).length;
      button.hidden = !number;
      button.querySelector("span").textContent = number;
    }
    const measured = document.getElementById("tally-measured");
    if (measured) measured.textContent = [...document.querySelectorAll("tr.indicator")].filter((row) => row.querySelector("[data-has]")).length;
  }

  document.addEventListener("queue:state", (event) => {
    const { cell, state, words } = event.detail;
    const field = fieldOf(cell);
    const waits = window.queue.waits(cell.id);
    if (field && waits && document.activeElement !== field) field.value = waits.data.value;
    mark(cell, state, words);
    count();
  });
  document.addEventListener("queue:answered", (event) => {
    const { id, state, item } = event.detail;
    const cell = document.getElementById(id);
    if (!cell) return;
    const waits = window.queue.waits(id);
    const field = fieldOf(cell);
    if (state === "invalid" && field) field.dataset.refused = item.data.value;
    if (waits && waits.state === "new") mark(cell, "sending");
    if (state === "saved") window.queue.say(`Đã lưu ${item.label || ""}.`);
    quiet();
    count();
  });

  // Links inside the table are reached after Esc; Tab goes from value to value.
  function quiet() {
    for (const link of document.querySelectorAll("table[data-grid] [data-open-drawer]")) link.tabIndex = -1;
    for (const cell of document.querySelectorAll("table[data-grid] [data-cell].is-na")) {
      const field = fieldOf(cell);
      if (field) field.tabIndex = -1;
    }
  }
  quiet();
  count();
})();
