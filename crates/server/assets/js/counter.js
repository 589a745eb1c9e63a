// Keeps the counter on the projector page up to date without loading the page again.
const counter = document.querySelector("[data-count]");
const names = document.querySelector("[data-names]");
let wait = 3000;

async function look() {
  try {
    const answer = await fetch(counter.dataset.count, { headers: { accept: "application/json" } });
    if (answer.ok) {
      const told = await answer.json();
      if (counter.textContent !== told.words) counter.textContent = told.words;
      if (names) names.textContent = told.names;
      wait = 3000;
    } else {
      wait = Math.min(wait * 2, 60000);
    }
  } catch {
    wait = Math.min(wait * 2, 60000);
  }
  setTimeout(look, wait);
}

if (counter) setTimeout(look, wait);
