"use strict";
// The drawer beside a grid: loaded when asked for, open while one goes from cell to cell.
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  let cell = null;
  let shown = "";
  let timer = null;
  let asked = 0;

  // Where a cell is told in full: its own form says it, or the link of its row.
  function place(of) {
    const form = of.querySelector("form[data-save]");
    const link = of.closest("tr")?.querySelector("[data-open-drawer]");
    return form ? `${form.getAttribute("action")}chi-tiet/` : link ? link.getAttribute("href") : "";
  }

  async function load(url) {
    const turn = ++asked;
    drawer.setAttribute("aria-busy", "true");
    let html = "";
    try {
      const answer = await fetch(url + location.search, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      html = await answer.text();
    } catch {
      const words = document.createElement("p");
      words.className = "notice";
      words.textContent = "Chưa tải được chi tiết. Giá trị trong bảng vẫn nhập được; mở lại khi có mạng.";
      if (turn === asked) drawer.replaceChildren(words);
      return;
    } finally {
      drawer.removeAttribute("aria-busy");
    }
    if (turn !== asked) return;
    drawer.innerHTML = html;
    shown = url;
    if (window.htmx) window.htmx.process(drawer);
  }

  function open(target) {
    if (!target || !place(target)) return;
    cell = target;
    const again = !drawer.hidden && shown === place(target);
    drawer.hidden = false;
    document.documentElement.classList.add("with-drawer");
    if (again) drawer.querySelector("summary, button, input, a")?.focus();
    else load(place(target));
  }

  function close() {
    drawer.hidden = true;
    shown = "";
    document.documentElement.classList.remove("with-drawer");
    back();
  }

  function back() {
    const now = cell && document.getElementById(cell.id);
    const field = now && now.querySelector("input[name=value]");
    if (field) field.focus();
  }

  document.addEventListener("grid:detail", (event) => open(event.detail));
  document.addEventListener("grid:focus", (event) => {
    cell = event.detail;
    if (drawer.hidden || shown === place(cell)) return;
    clearTimeout(timer);
    timer = setTimeout(() => load(place(cell)), 150);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open-drawer]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.closest("tr").querySelector("[data-cell]"));
    }
    if (event.target.closest("[data-close-drawer]")) close();
  });
  drawer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      back();
    }
  });
  drawer.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-save]");
    if (!form || !window.queue) return;
    event.preventDefault();
    window.queue.put(form.dataset.cellId, form.action, Object.fromEntries(new FormData(form)), `chỉ tiêu, kèm ghi chú`);
  });
  document.addEventListener("queue:answered", (event) => {
    const { id, state, words } = event.detail;
    if (drawer.hidden) return;
    const form = drawer.querySelector(`form[data-cell-id="${CSS.escape(id)}"]`);
    if (!form) return;
    if (state === "saved") load(shown);
    else form.querySelector("[data-refused]").textContent = words;
  });
})();
