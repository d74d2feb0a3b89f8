"use strict";
// The heatmap by keyboard: one tab stop, arrow keys from cell to cell, each cell said in words below the legend.
for (const table of document.querySelectorAll("table[data-heatmap]")) {
  const words = document.getElementById(table.dataset.heatmap);
  const links = table.querySelectorAll("tbody a");
  const say = (link) => {
    const row = link.closest("tr").querySelector("th a");
    words.textContent = link.title || row.textContent;
  };
  const linkAt = (cell) => (cell ? cell.querySelector("a") : null);
  const beside = (cell, step) => {
    let next = cell;
    do {
      next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    } while (next && !linkAt(next));
    return next;
  };
  const move = (from, key, whole) => {
    const cell = from.closest("td, th");
    const row = cell.parentElement;
    const rows = row.parentElement.rows;
    const place = cell.cellIndex;
    switch (key) {
      case "ArrowRight":
        return beside(cell, 1);
      case "ArrowLeft":
        return beside(cell, -1);
      case "ArrowDown":
        return row.nextElementSibling && row.nextElementSibling.cells[place];
      case "ArrowUp":
        return row.previousElementSibling && row.previousElementSibling.cells[place];
      case "Home":
        return whole ? rows[0].cells[0] : row.cells[0];
      case "End":
        return whole ? rows[rows.length - 1].cells[row.cells.length - 1] : row.cells[row.cells.length - 1];
      default:
        return undefined;
    }
  };

  words.hidden = false;
  let stop = links[0];
  for (const link of links) {
    link.tabIndex = link === stop ? 0 : -1;
  }
  table.tBodies[0].addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (link) {
      stop.tabIndex = -1;
      link.tabIndex = 0;
      stop = link;
      say(link);
    }
  });
  table.tBodies[0].addEventListener("mouseover", (event) => {
    const link = event.target.closest("td a");
    if (link) {
      say(link);
    }
  });
  table.tBodies[0].addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    const cell = link && !event.altKey && !event.metaKey ? move(link, event.key, event.ctrlKey) : undefined;
    if (cell !== undefined) {
      event.preventDefault();
      if (linkAt(cell)) {
        linkAt(cell).focus();
      }
    }
  });
}
