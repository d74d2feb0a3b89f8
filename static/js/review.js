"use strict";
// The review sheet by keyboard: arrows move between rows, Enter opens one, digits say what the buttons say.
// Digits act only in the table and never in a field; everything can be done without them.
(() => {
  const table = document.querySelector("[data-review]");
  if (!table) return;
  const rows = () => [...table.querySelectorAll("[data-row]")];
  const rowOf = (element) => element && element.closest("[data-row]");
  const opener = (row) => row.querySelector("[data-opener]");
  const ACTS = { 1: "agree", 3: "copy" };
  let focused = "";

  // Vietnamese keyboards may swallow the character: then the key that was pressed says it.
  function digit(event) {
    const found = /^[123]$/.exec(event.key) || /^(?:Digit|Numpad)([123])$/.exec(event.shiftKey ? "" : event.code);
    return found ? found[found.length - 1] : "";
  }

  function tell(words) {
    document.getElementById("review-said").textContent = words;
  }

  function move(row, step) {
    const all = rows();
    const next = all[all.indexOf(row) + step];
    if (next) {
      opener(next).focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  function close(row) {
    const detail = row.querySelector(".detail-row");
    if (!detail) return false;
    detail.remove();
    row.classList.remove("is-open");
    for (const field of row.querySelectorAll('input[name="mo"]')) field.remove();
    opener(row).setAttribute("aria-expanded", "false");
    opener(row).focus();
    return true;
  }

  function act(row, key) {
    if (key === "2") {
      const box = row.querySelector('[data-act="disagree"]');
      if (!box) return false;
      box.open = true;
      box.querySelector("select").focus();
      return true;
    }
    const form = row.querySelector(`form[data-act="${ACTS[key]}"]`);
    if (form) {
      window.htmx?.process(form); // a row just swapped in is not wired until it settles
      form.requestSubmit();
    }
    return Boolean(form);
  }

  function refusal(row, key) {
    if (!row.classList.contains("is-mine")) return "Dòng này không thuộc phần của bạn: chỉ xem.";
    if (key === "1") return "Dòng này đã ghi đồng ý.";
    if (key === "3") return "Không có ý kiến ở cột trước để lấy, hoặc dòng này đã có ý kiến.";
    return "Chưa ghi được ý kiến cho dòng này: xã chưa khai báo.";
  }

  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const row = rowOf(event.target);
    if (!row) return;
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      const box = event.target.closest('[data-act="disagree"]');
      if (box) {
        box.open = false;
        opener(row).focus();
      } else if (!field) close(row);
      return;
    }
    if (field) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(row, event.key === "ArrowDown" ? 1 : -1);
    } else if (digit(event)) {
      event.preventDefault();
      if (!event.repeat && !act(row, digit(event))) tell(refusal(row, digit(event)));
    } else if (event.key === "Enter" && event.target === opener(row) && close(row)) {
      event.preventDefault();
    }
  });

  // With nothing in focus the arrows come into the table: to the first row that waits for the reader.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target !== document.body || !table.hasAttribute("aria-describedby")) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const first = rows().find((row) => row.classList.contains("is-left")) ?? rows()[0];
    if (!first) return;
    event.preventDefault();
    opener(first).focus();
    first.scrollIntoView({ block: "nearest" });
  });

  // What opens for words is seen whole, above the bar at the foot.
  table.addEventListener(
    "toggle",
    (event) => {
      if (event.target.open && event.target.matches('[data-act="disagree"]')) {
        event.target.scrollIntoView({ block: "nearest" });
      }
    },
    true,
  );

  // A second click closes what the first one opened.
  table.addEventListener(
    "click",
    (event) => {
      const row = rowOf(event.target);
      const again = row && event.target.closest("[data-opener]") && row.querySelector(".detail-row");
      if (!again && !event.target.closest("[data-close-row]")) return;
      event.preventDefault();
      event.stopPropagation();
      close(row);
    },
    true,
  );

  // A link that opens a row is a button: the space bar presses it too.
  table.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("a[data-opener]")) {
      event.preventDefault();
      event.target.click();
    }
  });

  // A count in the bar leads to its row, and the keys act there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    const row = link && link.hash.length > 1 && rowOf(document.querySelector(link.hash));
    if (!row) return;
    event.preventDefault();
    opener(row).focus();
    row.scrollIntoView({ block: "center" });
  });

  // A row is swapped whole: who worked in it goes on there.
  document.addEventListener("htmx:beforeSwap", () => {
    const row = rowOf(document.activeElement);
    focused = row ? row.dataset.row : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    const lost = !document.activeElement || document.activeElement === document.body;
    const row = focused && table.querySelector(`[data-row="${focused}"]`);
    if (!row) return;
    const refused = row.querySelector("[aria-invalid], details[open] textarea");
    const wrong = row.querySelector(".mine .field-error");
    if (wrong && refused) refused.focus();
    else if (lost) opener(row).focus();
    focused = "";
  });
})();
