// Redraws the preview while somebody chooses. Without it, "Redraw" does the same from the server.

const WAIT = 140;
const DRAWN = ["shape", "palette", "colour", "light", "metal", "pattern", "icon", "above", "below", "ribbon", "marks"];
const EMBLEM = ["palette", "colour", "light", "metal"];

const studio = document.querySelector("[data-studio]");
const form = studio?.querySelector("form");
if (form) begin();

function begin() {
  const alt = form.elements.alt;
  const find = form.elements.find;
  let suggested = form.elements.suggested.value;
  let timer = 0;
  let turn = 0;

  form.addEventListener("input", follow);
  form.addEventListener("change", follow);

  function follow(event) {
    const name = event.target.name;
    if (name === "find") return filter(find.value);
    if (name === "colour") form.querySelector('[name="palette"][value="own"]').checked = true;
    if (!DRAWN.includes(name)) return;
    clearTimeout(timer);
    timer = setTimeout(redraw, WAIT);
    if (EMBLEM.includes(name)) recolour();
  }

  // Somebody who looks for an icon and presses Enter has found it already.
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  form.elements.picture.addEventListener("change", showOwn);
  studio.querySelector("#faults")?.focus();
  studio.classList.add("studio--live");

  async function redraw() {
    const mine = ++turn;
    const query = asked(DRAWN);
    show(`/studio/preview.svg?${query}`, () => mine === turn);
    try {
      const answer = await fetch(`/studio/check?${query}`);
      if (!answer.ok || mine !== turn) return;
      tell(await answer.json());
    } catch {
      // The picture says enough; the words come with the next change.
    }
  }

  // The picture is swapped when it is there, so nothing flickers.
  function show(src, isWanted) {
    const next = new Image();
    next.onload = () => {
      if (!isWanted()) return;
      for (const image of studio.querySelectorAll("[data-preview]")) image.src = src;
    };
    next.src = src;
  }

  function tell(check) {
    studio.querySelector("[data-hang]").dataset.palette = check.palette;
    if (alt.value.trim() === suggested.trim()) {
      alt.value = check.description;
      studio.querySelector("[data-speaks]").alt = check.description;
    }
    suggested = check.description;
    form.elements.suggested.value = check.description;
    for (const name of ["above", "below", "ribbon"]) {
      const fault = check.faults.find((one) => one.field === name);
      mark(form.elements[name], fault?.message);
    }
    const list = studio.querySelector("[data-advice]");
    list.replaceChildren(...check.advice.map(line));
  }

  // A fault stands above its field, and is read with it.
  function mark(field, message) {
    const id = `${field.id}-error`;
    document.getElementById(id)?.remove();
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", `${field.id}-hint`);
    if (!message) return;
    const told = studio.querySelector("[data-fault]").content.firstElementChild.cloneNode(true);
    told.id = id;
    told.querySelector("span").textContent = message;
    field.before(told);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.id}-hint ${id}`);
  }

  function line({ good, sentence }) {
    const item = document.createElement("li");
    item.classList.toggle("weak", !good);
    const sign = studio.querySelector(good ? "[data-good]" : "[data-weak]").content.cloneNode(true);
    const words = document.createElement("div");
    words.textContent = sentence;
    item.append(sign, words);
    return item;
  }

  // The emblems to choose from wear the colours of the badge.
  function recolour() {
    const query = asked(EMBLEM);
    for (const image of form.querySelectorAll(".picks--icons img")) {
      const own = new URLSearchParams(image.src.split("?")[1]);
      for (const name of EMBLEM) own.delete(name);
      for (const [name, value] of new URLSearchParams(query)) own.set(name, value);
      image.src = `/studio/emblem.svg?${own}`;
    }
  }

  function asked(names) {
    const sent = new FormData(form);
    const query = new URLSearchParams();
    for (const name of names) {
      if (name === "colour" && sent.get("palette") !== "own") continue;
      const value = sent.get(name);
      if (value) query.set(name, value);
    }
    return query.toString();
  }

  // Icons are found while somebody types: groups without one fold away.
  function filter(words) {
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const fold of form.querySelectorAll(".fold")) {
      let here = 0;
      for (const pick of fold.querySelectorAll("[data-words]")) {
        const fits = asked.every((word) => pick.dataset.words.includes(word));
        pick.hidden = !fits;
        if (fits) here += 1;
      }
      fold.hidden = here === 0;
      if (asked.length) fold.open = here > 0;
      count += here;
    }
    const found = studio.querySelector("[data-found]");
    if (!asked.length) found.textContent = "";
    else if (count === 0) found.textContent = "No icon for that. Another word may find one.";
    else found.textContent = count === 1 ? "One icon." : `${count} icons.`;
  }

  // A picture of their own is shown before it is sent.
  function showOwn(event) {
    const file = event.target.files[0];
    if (!file) return;
    turn += 1;
    const mine = turn;
    show(URL.createObjectURL(file), () => mine === turn);
  }
}
