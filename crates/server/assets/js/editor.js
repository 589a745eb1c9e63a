// Comfort for the badge editor: rows come, go and move without a new page, and nobody loses words by leaving.
// Without this file each button sends the form, and the server shows it again.

const redrawn = /^(add|remove|up|down|look|find|pick)\b/;
let unsaved = false;

document.addEventListener("input", (event) => {
  if (event.target.closest("#editor")) unsaved = true;
});

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  if (form.id !== "editor") return;
  const wish = button?.value ?? "";
  // A new language is kept at once, so it is sent like any other form.
  if (!redrawn.test(wish) || form.action.endsWith("/languages")) {
    unsaved = false;
    return;
  }
  event.preventDefault();
  const sent = new FormData(form, button);
  const body = form.enctype === "multipart/form-data" ? sent : new URLSearchParams(sent);
  let drawn = null;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    drawn = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("editor");
  } catch {
    drawn = null;
  }
  if (!drawn) {
    unsaved = false;
    form.requestSubmit(button);
    return;
  }
  form.replaceWith(drawn);
  unsaved = true;
  place(drawn, wish);
});

// Where the keyboard goes on: into the new row, along with the row that moved, or to the button pressed before.
function place(form, wish) {
  const [verb, group, number] = wish.split(":");
  const step = { up: -1, down: 1 }[verb] ?? 0;
  const at = Number(number) + step;
  const rows = [...form.querySelectorAll(`[name^="${group}."]`)];
  const fields = rows.filter((field) => field.type !== "hidden");
  const chosen = verb === "add"
    ? fields.findLast((field) => field.name.endsWith(".text") || field.name.endsWith(".name"))
    : fields.find((field) => field.name.startsWith(`${group}.${at}.`));
  (chosen ?? form.querySelector(`[value="${CSS.escape(wish)}"]`) ?? form.querySelector("h2"))?.focus();
}
