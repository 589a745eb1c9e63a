// The page of a batch that is under way looks again by itself, without a jump and without taking the focus.

const batch = document.getElementById("batch");
const seconds = Number(batch?.dataset.refresh ?? 0);

async function lookAgain() {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("batch");
    if (!answer.ok || !now) return;
    if (!now.dataset.refresh) {
      // Done or stopped: the whole page says so, with the buttons that fit.
      location.reload();
      return;
    }
    for (const part of [".flash", ".bar", ".dock p"]) {
      const here = batch.querySelector(part);
      const there = now.querySelector(part);
      if (here && there && here.outerHTML !== there.outerHTML) here.replaceWith(there);
    }
  } catch {
    // The server is away for a moment; the next look may find it.
  }
  setTimeout(lookAgain, seconds * 1000);
}

if (seconds > 0) setTimeout(lookAgain, seconds * 1000);
