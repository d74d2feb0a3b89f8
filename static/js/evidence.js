"use strict";
// Files for a value: dropped or chosen, each sent by itself with its progress. Without this file the form sends all.
(() => {
  const waiting = [];
  let busy = false;

  document.addEventListener("change", (event) => {
    const input = event.target.closest("[data-evidence-form] input[type=file]");
    if (!input) return;
    put(input.form, input.files);
    input.value = "";
  });

  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (!zone || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") put(zone.closest("form"), event.dataTransfer.files);
    });
  }

  // A file let go beside the zone would replace the page and what was typed on it.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => {
      const here = document.querySelector("[data-drop]");
      if (here && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }

  window.addEventListener("beforeunload", (event) => {
    if (busy || waiting.length) event.preventDefault();
  });

  function put(form, files) {
    const list = form.querySelector("[data-uploads]");
    for (const file of files) {
      const item = document.createElement("li");
      list.append(item);
      const job = { form, file, item, fields: fieldsOf(form) };
      const limit = Number(form.dataset.limit);
      if (limit && file.size > limit) {
        fail(job, `Tệp ${megabytes(file.size)} lớn hơn mức ${megabytes(limit)}. Hãy nén ảnh hoặc tách tệp.`, false);
      } else {
        add(job);
      }
    }
  }

  function fieldsOf(form) {
    const fields = new FormData(form);
    for (const name of ["files", "known"]) fields.delete(name);
    return fields;
  }

  function add(job) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Đang gửi ${job.file.name}`);
    job.bar = bar;
    job.item.replaceChildren(`${job.file.name}: đang gửi…`, bar);
    waiting.push(job);
    next();
  }

  function next() {
    const job = busy ? null : waiting.shift();
    if (!job) return;
    busy = true;
    const sending = new XMLHttpRequest();
    job.fields.set("files", job.file, job.file.name);
    sending.open("POST", job.form.action);
    sending.setRequestHeader("HX-Request", "true");
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) job.bar.value = event.loaded / event.total;
    });
    sending.addEventListener("load", () => answered(job, sending));
    sending.addEventListener("error", () => fail(job, "Không gửi được: mất kết nối tới máy chủ.", true));
    sending.addEventListener("loadend", () => {
      busy = false;
      next();
    });
    sending.send(job.fields);
  }

  function answered(job, sending) {
    const page = new DOMParser().parseFromString(sending.responseText, "text/html");
    const box = page.querySelector("[data-evidence]");
    if (sending.status === 200 && box) {
      const warnings = [...page.querySelectorAll("[role=status] .evidence-warning")];
      done(job, warnings);
      refresh(job.form, box);
      return;
    }
    const said = [...page.querySelectorAll(".field-error, .alert")].map((one) => one.textContent.trim());
    const words = said.join(" ").replace(`«${job.file.name}»: `, "") || "Hệ thống gặp lỗi nên chưa nhận được tệp. Hãy thử lại sau ít phút.";
    fail(job, words, sending.status >= 500);
  }

  function done(job, warnings) {
    const mark = document.createElement("span");
    mark.className = "done";
    mark.textContent = `✓ ${job.file.name}: đã nộp`;
    job.item.replaceChildren(mark, ...warnings);
  }

  function fail(job, words, again) {
    const told = document.createElement("span");
    told.className = "failed";
    told.textContent = `✕ ${job.file.name}: ${words} `;
    job.item.replaceChildren(told);
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = "Gửi lại";
    button.addEventListener("click", () => {
      add(job);
    });
    job.item.append(button);
  }

  // The list and the count are the server's; the form with what was typed, and the list of uploads, stay.
  function refresh(form, box) {
    const here = form.closest("[data-evidence]");
    if (!here) return;
    for (const part of ["[data-count]", ".evidence-items"]) {
      const old = here.querySelector(part);
      const fresh = box.querySelector(part);
      if (!old || !fresh) continue;
      if (part === ".evidence-items") old.replaceWith(fresh);
      else old.textContent = fresh.textContent;
    }
    if (window.htmx) window.htmx.process(here);
  }

  function megabytes(size) {
    return `${(Math.ceil((size * 10) / 1048576) / 10).toString().replace(".", ",")} MB`;
  }
})();
