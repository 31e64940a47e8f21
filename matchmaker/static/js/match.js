// The live ranking: says what moved after a change, keeps the keyboard where the work goes on,
// and says so when an update did not arrive. Without it every button sends the whole page.

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
  const shown = document.createElement("span");
  shown.setAttribute("aria-hidden", "true");
  shown.textContent = by === null ? column.dataset.rankNewShort : `${sign}${Math.abs(by)}`;
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.textContent = by === null ? words : words.replace("{n}", Math.abs(by));
  place.replaceChildren(shown, spoken);
}

// What is being changed inside a fold with a button of its own waits for that button.
for (const kind of ["change", "input"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (event.target.closest?.("[data-quiet]")) event.stopPropagation();
    },
    true,
  );
}

// Where the keyboard goes when the lines were replaced: the same button of the next line, or the
// last such button, or the heading.
function nextStop(pressed) {
  const [verb, at] = (pressed ?? "").split(/-(?=\d+$)/);
  const same = [...document.querySelectorAll(`#lines [name="press"][value^="${verb}-"]`)].filter(
    (button) => at && button.checkVisibility() && !button.closest("[data-quiet]"),
  );
  const place = (button) => Number(button.value.slice(verb.length + 1));
  const next = same.find((button) => place(button) >= Number(at)) ?? same.at(-1);
  return next ?? document.getElementById("lines-title");
}

function followLines() {
  let pressed;
  let open = [];
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    pressed = event.detail.requestConfig.triggeringEvent?.submitter?.value;
  });
  document.body.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("#lines details[id][open]")].map((fold) => fold.id);
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "lines") return;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (document.activeElement === document.body) nextStop(pressed).focus();
  });
}

if (column) {
  let before = ranks();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "results") before = ranks();
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
  followLines();
}
