"use strict";

// The verdicts: a choice in the form hides the rows that have another value; while there is none, those that
// plainly match stay hidden until they are asked for, where there are others.
const form = document.getElementById("filter");
if (form) {
  const rows = [...document.querySelectorAll("#verdicts tbody tr")];
  const choices = [...form.querySelectorAll("select")];
  const plain = document.getElementById("plain");
  let whole = rows.every((row) => "plain" in row.dataset);
  const show = () => {
    const chosen = choices.filter((choice) => choice.value);
    plain.hidden = whole || chosen.length > 0 || !rows.some((row) => "plain" in row.dataset);
    let shown = 0;
    for (const row of rows) {
      row.hidden = chosen.some((choice) => row.cells[choice.dataset.column].textContent !== choice.value) || (!plain.hidden && "plain" in row.dataset);
      shown += !row.hidden;
    }
    form.querySelector("output").textContent = form.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
  };
  form.hidden = false;
  form.addEventListener("input", show);
  plain.addEventListener("click", () => {
    const first = rows.find((row) => row.hidden);
    whole = true;
    show();
    first.querySelector("a").focus();
  });
  addEventListener("pageshow", show);
}

// The numbers: a word, a numeral or an outcome leaves those that have it.
const find = document.getElementById("find");
if (find) {
  const entries = [...document.querySelectorAll("#map .entry")];
  const plain = (text) => text.toLowerCase().replaceAll(/[\s,，]/g, "");
  const texts = entries.map((one) => plain([...one.querySelectorAll(".value, h2, h2 + .aside")].map((part) => part.textContent).join(" ")));
  const show = () => {
    const wanted = plain(find.querySelector("[type=search]").value), outcome = find.querySelector(":checked")?.value;
    entries.forEach((one, place) => (one.hidden = !texts[place].includes(wanted) || (outcome && !one.classList.contains(outcome))));
    document.getElementById("numbers").classList.toggle("found", Boolean(wanted || outcome));
  };
  for (const one of find.querySelectorAll("[hidden]")) one.hidden = false;
  find.addEventListener("input", show);
  addEventListener("pageshow", show);
  // After the browser has gone to the proof itself, which stands beside all else.
  const reveal = () => setTimeout(() => document.querySelector(".entry:has(:target)")?.scrollIntoView({ block: "center" }));
  addEventListener("pageshow", reveal);
  addEventListener("hashchange", reveal);
}

const telephone = matchMedia("(max-width: 34rem)");

// The charts: the value nearest to pointer, finger or the last arrow key is framed and told.
// A mark is [left, top, width, height, text], in thousandths of the picture. On a telephone another drawing has others.
for (const canvas of document.querySelectorAll("[data-marks]")) {
  const wide = JSON.parse(canvas.dataset.marks), narrow = JSON.parse(canvas.dataset.narrow || "null");
  let marks = wide;
  const make = (name, kind) => canvas.appendChild(Object.assign(document.createElement(name), { className: kind }));
  const values = make("div", "values"), frame = make("div", "frame"), tip = make("div", "tip");
  let current = 0;

  const tell = (number) => {
    current = Math.min(Math.max(number, 0), marks.length - 1);
    const [left, top, width, height, text] = marks[current];
    values.setAttribute("aria-valuenow", current + 1);
    values.setAttribute("aria-valuetext", text);
    tip.textContent = text;
    Object.assign(frame.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` });
    const lower = top > 500; // then there is more room above
    Object.assign(tip.style, { left: 0, top: lower ? "" : `calc(${(top + height) / 10}% + 6px)`, bottom: lower ? `calc(${100 - top / 10}% + 6px)` : "" });
    const plot = canvas.parentElement, edge = plot.scrollLeft + plot.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(Math.min((left / 1000) * canvas.clientWidth, edge), plot.scrollLeft + 8)}px`;
    canvas.classList.add("told");
  };
  const hide = () => canvas.classList.remove("told");
  const near = (event) => {
    const box = values.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 1000, y = ((event.clientY - box.top) / box.height) * 1000;
    const far = ([left, top, width, height]) =>
      Math.hypot(Math.max(left - x, 0, x - left - width) * box.width, Math.max(top - y, 0, y - top - height) * box.height) + width * height * 1e-6;
    const distances = marks.map(far);
    tell(distances.indexOf(Math.min(...distances)));
  };
  const choose = () => {
    marks = (telephone.matches && narrow) || wide;
    current = 0;
    hide();
    for (const [name, value] of Object.entries({ "aria-valuemax": marks.length, "aria-valuenow": 1, "aria-valuetext": marks[0][4] })) values.setAttribute(name, value);
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  for (const [name, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": canvas.dataset.label, "aria-valuemin": 1 })) values.setAttribute(name, value);
  choose();
  telephone.addEventListener("change", choose);
  tip.setAttribute("aria-hidden", "true");
  for (const name of ["role", "tabindex", "aria-label"]) canvas.parentElement.removeAttribute(name);
  values.addEventListener("pointermove", near);
  values.addEventListener("pointerdown", near);
  values.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  values.addEventListener("focus", () => canvas.classList.contains("told") || tell(current));
  values.addEventListener("blur", hide);
  values.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (!(event.key in steps)) return;
    event.preventDefault();
    tell(current + steps[event.key]);
  });
}
