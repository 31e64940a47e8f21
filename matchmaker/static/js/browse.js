// A list with filters: folds that were opened stay open when the panel is brought up to date, and
// moving through the pages of the browser brings the filters back with the list.

const panel = document.getElementById("facets");

if (panel) {
  let open = new Map();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "list") return;
    open = new Map([...panel.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]));
  });
  document.body.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id !== "facets") return;
    for (const fold of panel.querySelectorAll("details[id]")) {
      if (open.has(fold.id)) fold.open = open.get(fold.id);
    }
  });
  // Without a kept copy of the page (historyCacheSize is 0) going back asks the server again.
  globalThis.addEventListener("popstate", () => globalThis.location.reload());
}
