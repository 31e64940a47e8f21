// Weights that show their sum while they change, sliders beside the numbers, grades by key.
// Everything works without it.

const FULL = 100;

function number(field) {
  const value = Number.parseFloat(field.value);
  return Number.isFinite(value) ? value : 0;
}

function shown(value) {
  return String(Math.round(value * 100) / 100);
}

for (const group of document.querySelectorAll("[data-weights]")) {
  const sum = group.querySelector("[data-sum]");
  const fields = [...group.querySelectorAll("input[name*='weight_']")];
  const scene = group.querySelector("select");
  const tell = () => {
    if (scene && !scene.value) {
      sum.textContent = "";
      return;
    }
    const total = fields.reduce((sofar, field) => sofar + number(field), 0);
    const gap = Math.round((FULL - total) * 100) / 100;
    const words = gap === 0 ? sum.dataset.words : gap > 0 ? sum.dataset.missing : sum.dataset.over;
    sum.textContent = words.replace("{n}", shown(total)).replace("{gap}", shown(Math.abs(gap)));
    sum.classList.toggle("weights__sum--off", gap !== 0);
  };
  for (const slide of group.querySelectorAll("[data-for]")) {
    const field = document.getElementById(slide.dataset.for);
    slide.hidden = false;
    slide.addEventListener("input", () => {
      field.value = slide.value;
      tell();
    });
    field.addEventListener("input", () => {
      slide.value = number(field);
    });
  }
  group.addEventListener("input", tell);
  tell();
}

const grades = document.querySelector("[data-grades]");
if (grades) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    const button = grades.querySelector(`button[name="grade"][value="${CSS.escape(event.key)}"]`);
    if (button) button.click();
  });
}
