// Closing a criterion's panel, giving a cell its old value back on Escape, counting what has a value.
// All else works without.
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

document.addEventListener("htmx:afterSettle", () => {
  const count = document.getElementById("tally-measured");
  if (count) count.textContent = document.querySelectorAll("tr.indicator[data-measured]").length;
});
