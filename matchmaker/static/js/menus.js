// Menus are <details>: they open without this. Here: Escape and a click outside close them,
// Escape hides a tip until the pointer or focus leaves it, and side panels fold on a phone.

const NARROW = "(max-width: 48rem)";

for (const menu of document.querySelectorAll("[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const tip of document.querySelectorAll("[data-tip]")) {
    const item = tip.parentElement;
    if (item.matches(":hover, :focus-within")) item.dataset.dismissed = "";
  }
});

for (const leaving of ["mouseout", "focusout"]) {
  document.addEventListener(leaving, (event) => {
    const item = event.target.closest?.("[data-dismissed]");
    if (item && !item.contains(event.relatedTarget)) delete item.dataset.dismissed;
  });
}

if (matchMedia(NARROW).matches && !document.querySelector("[data-error-summary]")) {
  for (const panel of document.querySelectorAll("details[data-fold-when-narrow]")) {
    panel.open = false;
  }
}
