"use strict";
// Only hurries what already works without it.

// «/» goes to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const fold of document.querySelectorAll("details.fold[open]")) {
      fold.open = false;
      if (fold.contains(document.activeElement)) {
        fold.querySelector("summary").focus();
      }
    }
    return;
  }
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = document.getElementById("search-box");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
});

// A menu closes when the reader goes elsewhere.
document.addEventListener("click", (event) => {
  for (const fold of document.querySelectorAll("details.fold[open]")) {
    if (!fold.contains(event.target)) {
      fold.open = false;
    }
  }
});

// A refusal that was swapped in is brought before the reader's eyes; a new attempt clears it.
document.addEventListener("htmx:beforeRequest", () => {
  const refusals = document.getElementById("refusals");
  if (refusals) {
    refusals.replaceChildren();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target && event.detail.target.id === "refusals") {
    event.detail.target.scrollIntoView({ block: "nearest" });
  }
});

// What was typed stays; the reader learns that it has not arrived.
function tell(message) {
  const refusals = document.getElementById("refusals");
  if (refusals) {
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.textContent = message;
    refusals.replaceChildren(alert);
    refusals.scrollIntoView({ block: "nearest" });
  }
}
document.addEventListener("htmx:sendError", () => {
  tell("Không gửi được: mất kết nối tới máy chủ. Những gì bạn đã nhập vẫn còn trên trang; hãy thử lại.");
});
document.addEventListener("htmx:responseError", () => {
  tell("Hệ thống gặp lỗi nên chưa lưu được. Những gì bạn đã nhập vẫn còn trên trang; hãy thử lại sau ít phút.");
});

// Filters with data-submit go at once; without scripts the button does it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit]");
  if (form) {
    form.requestSubmit();
  }
});

// A button that says how many boxes are ticked goes on telling the truth.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  for (const count of form ? form.querySelectorAll("[data-ticked]") : []) {
    count.textContent = form.querySelectorAll(`[name="${count.dataset.ticked}"]:checked`).length;
  }
});
