// What is being written is kept in this browser until it has been sent: a lost connection or an
// expired session costs nothing. Only forms with data-draft; never passwords, files or hidden fields.

const PREFIX = "draft:";
const SKIPPED = new Set(["password", "file", "hidden", "submit"]);
const WAIT_MS = 500;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

function write(key, draft) {
  try {
    if (draft) localStorage.setItem(PREFIX + key, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + key);
  } catch {
    // Storage may be full or forbidden; the form works without it.
  }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !SKIPPED.has(field.type));
}

function collect(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else if (field.value) {
      (values[field.name] ??= []).push(field.value);
    }
  }
  return values;
}

function restore(form, values) {
  for (const field of fieldsOf(form)) {
    const kept = values[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (kept.length) field.value = kept[0];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offer(form, key, draft, words) {
  const note = document.createElement("p");
  note.className = "draft-note";
  note.append(words.found);
  for (const [label, act] of [
    [words.restore, () => restore(form, draft.values)],
    [words.discard, () => write(key, null)],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      note.remove();
    });
    note.append(button);
  }
  form.prepend(note);
}

const words = document.body.dataset;
const forms = [...document.querySelectorAll("form[data-draft]")];

for (const form of forms) {
  const key = form.dataset.draft;
  const draft = read(key);
  const now = JSON.stringify(collect(form));
  // Refused: what was sent is still to be kept, wherever the person goes from here.
  if (draft?.sent && document.querySelector("[data-error-summary]")) write(key, { values: draft.values });
  if (draft && JSON.stringify(draft.values) !== now) {
    offer(form, key, draft, {
      found: words.draftFound,
      restore: words.draftRestore,
      discard: words.draftDiscard,
    });
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = collect(form);
      write(key, JSON.stringify(values) === now ? null : { values });
    }, WAIT_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { values: collect(form), sent: true });
  });
}

// A draft that was sent and led to a page that is neither its form again nor an error has arrived.
if (!document.querySelector("[data-error-page]")) {
  const here = new Set(forms.map((form) => form.dataset.draft));
  for (const name of Object.keys(localStorage)) {
    const key = name.slice(PREFIX.length);
    if (name.startsWith(PREFIX) && !here.has(key) && read(key)?.sent) write(key, null);
  }
}
