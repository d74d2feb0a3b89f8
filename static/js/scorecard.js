// Closing a criterion's panel; Escape gives a cell its old value back. All else works without.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close-panel]");
  if (!button) return;
  const cell = button.closest("td");
  const opener = document.querySelector(`[hx-target="#${cell.id}"]`);
  cell.replaceChildren();
  if (opener) opener.focus();
});

document.addEventListener("keydown", (event) => {
  const field = event.target.closest(".value-cell input");
  if (!field || event.key !== "Escape") return;
  field.value = field.defaultValue;
});
