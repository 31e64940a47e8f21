// What makes a form kinder: focus on the error summary, no double submit, counters,
// passwords shown on demand, a box filled by an example. Everything works without it.

document.querySelector("[data-error-summary]")?.focus();

// A second press of the same button within one page view is dropped, not sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Back from the next page: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

for (const button of document.querySelectorAll("[data-show-password]")) {
  const field = document.getElementById(button.dataset.showPassword);
  button.hidden = false;
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password";
  });
}

const QUIET_MS = 1000;

for (const counter of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(counter.dataset.counter);
  const spoken = document.querySelector(`[data-counter-status="${counter.dataset.counter}"]`);
  const limit = Number(counter.dataset.limit);
  let timer;
  const count = () => {
    const left = limit - [...field.value].length;
    const words = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = words.replace("{n}", Math.abs(left));
    counter.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = left < limit / 10 ? counter.textContent : "";
    }, QUIET_MS);
  };
  field.addEventListener("input", count);
  count();
}

for (const form of document.querySelectorAll("form[data-fill]")) {
  const box = document.getElementById(form.dataset.fill);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.value = form.elements.text.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    box.setSelectionRange(0, 0);
    box.scrollTop = 0;
  });
}

// The name of a chosen file, in the page's language where there is none.
for (const field of document.querySelectorAll("[data-file]")) {
  const chosen = field.parentElement.querySelector("[data-file-chosen]");
  const nothing = chosen.textContent;
  const name = () => {
    chosen.textContent = field.files[0]?.name ?? nothing;
  };
  field.addEventListener("change", name);
  name();
}
