"use strict";
// «Chép»: the text of the field named by data-copy goes to the clipboard. Without scripts one marks it by hand.

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    const told = document.getElementById(`${button.dataset.copy}-told`);
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Đã chép. Dán vào Zalo để gửi.";
    } catch {
      told.textContent = document.execCommand("copy")
        ? "Đã chép. Dán vào Zalo để gửi."
        : "Trình duyệt không cho chép. Văn bản đã được chọn: nhấn Ctrl+C.";
    }
  });
}
