// The live ranking: says what moved after a change, and says so when an update did not arrive.

const column = document.querySelector("[data-rank-up]");

function ranks() {
  const rows = column.querySelectorAll("[data-offering]");
  return new Map([...rows].map((row) => [row.dataset.offering, Number(row.dataset.rank)]));
}

function mark(row, before) {
  const moved = before.get(row.dataset.offering);
  const by = moved === undefined ? null : moved - Number(row.dataset.rank);
  if (by === 0) return;
  const sign = by === null ? "" : by > 0 ? "↑" : "↓";
  const words =
    by === null ? column.dataset.rankNew : by > 0 ? column.dataset.rankUp : column.dataset.rankDown;
  const place = row.querySelector("[data-moved]");
  if (by === null) {
    place.textContent = words;
    return;
  }
  const shown = document.createElement("span");
  shown.setAttribute("aria-hidden", "true");
  shown.textContent = `${sign}${Math.abs(by)}`;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = words.replace("{n}", Math.abs(by));
  place.replaceChildren(shown, spoken);
}

if (column) {
  let before = ranks();
  document.body.addEventListener("htmx:beforeSwap", () => {
    before = ranks();
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "results" || !before.size) return;
    for (const row of column.querySelectorAll("[data-offering]")) mark(row, before);
  });
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(failure, () => {
      document.getElementById("results-count").textContent = column.dataset.failed;
    });
  }
}
