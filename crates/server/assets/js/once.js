// A form is sent once, however often its button is pressed, until the page goes or half a minute is over. The server holds
// its own against twins; this only keeps the first answer the one that is seen.

const sent = new WeakSet();
const HALF_A_MINUTE = 30_000;

addEventListener("submit", (event) => {
  const form = event.target;
  // What another script took over never leaves by itself.
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  setTimeout(() => sent.delete(form), HALF_A_MINUTE);
});

// The back button brings a page as it was left: its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) sent.delete(form);
});
