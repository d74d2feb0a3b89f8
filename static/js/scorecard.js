// Closing a criterion's panel. All else works without.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-close-panel]");
  if (!button) return;
  const cell = button.closest("td");
  const opener = document.querySelector(`[hx-target="#${cell.id}"]`);
  cell.replaceChildren();
  if (opener) opener.focus();
});
