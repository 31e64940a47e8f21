// Light, dark, or what the system says. The choice is kept in a cookie so that the server
// sends the right theme with the first byte and nothing flashes.

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const root = document.documentElement;
const control = document.querySelector("[data-theme-switch]");

function show(choice) {
  for (const button of control.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

function choose(choice) {
  const isSystem = choice === "system";
  if (isSystem) delete root.dataset.theme;
  else root.dataset.theme = choice;
  const age = isSystem ? 0 : YEAR_SECONDS;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  show(choice);
}

if (control) {
  control.hidden = false;
  show(root.dataset.theme ?? "system");
  control.addEventListener("click", (event) => {
    const choice = event.target.dataset.themeChoice;
    if (choice) choose(choice);
  });
}
