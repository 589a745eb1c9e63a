// A tick in the head of a table chooses every row of it.

for (const all of document.querySelectorAll("input[data-choose]")) {
  const boxes = () => document.querySelectorAll(`input[name="${all.dataset.choose}"]`);
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
}
