"use strict";
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("#verdicts tbody tr")];
const choices = [...form.querySelectorAll("select")];
function show() {
  let shown = 0;
  for (const row of rows) {
    row.hidden = choices.some((choice) => choice.value && row.cells[choice.dataset.column].textContent !== choice.value);
    shown += !row.hidden;
  }
  form.querySelector("output").textContent = form.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length);
}
form.hidden = false;
form.addEventListener("input", show);
addEventListener("pageshow", show);
