// Suggestions under a search box (the combobox pattern of the ARIA authoring practices): arrows
// choose, Enter goes there, Escape closes. Without it the box is a plain form.

const WAIT_MS = 120;

function option(id, { name, kind, url, parts }) {
  const row = document.createElement("li");
  row.id = id;
  row.role = "option";
  row.className = "suggest__option";
  row.setAttribute("aria-selected", "false");
  row.dataset.url = url;
  const words = document.createElement("span");
  for (const [text, isMatch] of parts ?? [[name, false]]) {
    const part = document.createElement(isMatch ? "mark" : "span");
    part.textContent = text;
    words.append(part);
  }
  const note = document.createElement("span");
  note.className = "suggest__kind";
  note.textContent = kind;
  row.append(words, note);
  return row;
}

function follow(input) {
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const said = document.getElementById(`${list.id}-status`);
  let active = -1;
  let timer;
  let asking;

  const rows = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    active = at;
    for (const [number, row] of rows().entries()) row.setAttribute("aria-selected", number === at);
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", rows()[at].id);
    rows()[at]?.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, number) => option(`${list.id}-${number}`, one)));
    said.textContent = found.length ? said.dataset.words.replace("{n}", found.length) : "";
    if (!found.length) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(-1);
  };
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(input.dataset.suggest, document.baseURI);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close(); // no suggestions; the box works as it is
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (!input.value.trim()) return close();
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is still choosing characters
    const last = rows().length - 1;
    const moves = { ArrowDown: active < last ? active + 1 : -1, ArrowUp: active < 0 ? last : active - 1 };
    if (event.key in moves && !list.hidden) {
      event.preventDefault();
      choose(moves[event.key]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      globalThis.location.assign(rows()[active].dataset.url);
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the box
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-url]");
    if (row) globalThis.location.assign(row.dataset.url);
  });
}

for (const input of document.querySelectorAll("[data-suggest]")) follow(input);
