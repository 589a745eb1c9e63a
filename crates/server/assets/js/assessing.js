// Comfort for whoever goes through many applications: single keys, and saved comments at a touch.
// Everything here can also be done with the page's own buttons and links.

const form = document.querySelector('[data-judge]');
const OFF = 'accolade.keys.off';

const isField = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName));

/** Opens the field for a word where something is missing. */
const openWhereMissing = () => {
  form?.addEventListener('change', (event) => {
    const choice = event.target;
    if (choice instanceof HTMLInputElement && choice.type === 'radio' && choice.value === 'not_yet') {
      const more = choice.closest('.judge')?.querySelector('details');
      if (more) more.open = true;
    }
  });
};

/** Puts a saved comment into the field that was written in last. */
const offerComments = () => {
  const shelf = document.querySelector('[data-comments]');
  if (!form || !shelf) return;
  shelf.hidden = false;
  let last = form.querySelector('#reason');
  form.addEventListener('focusin', (event) => {
    if (event.target instanceof HTMLTextAreaElement) last = event.target;
  });
  shelf.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-comment]');
    if (!button || !last) return;
    const fold = last.closest('details');
    if (fold) fold.open = true;
    last.value = [last.value.trim(), button.dataset.comment].filter(Boolean).join(' ');
    last.focus();
  });
};

/** y and n answer the point that is marked, j and k go to the next person and the one before. */
const listenToKeys = () => {
  const line = document.querySelector('[data-keys]');
  if (!form || !line) return;
  const points = [...form.querySelectorAll('[data-point]')];
  const open = () => points.findIndex((point) => !point.querySelector('input:checked'));
  let now = open();
  let off = localStorage.getItem(OFF) === 'yes';
  const mark = () => points.forEach((point, at) => point.toggleAttribute('data-now', !off && at === now));
  const button = line.querySelector('[data-keys-switch]');
  const tell = () => {
    line.hidden = false;
    button.textContent = off ? 'Turn keys on' : 'Turn keys off';
    mark();
  };
  button.addEventListener('click', () => {
    off = !off;
    localStorage.setItem(OFF, off ? 'yes' : 'no');
    tell();
  });
  const answer = (value) => {
    const choice = points[now]?.querySelector(`input[value="${value}"]`);
    if (!choice) return;
    choice.checked = true;
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    now = open();
    mark();
    (points[now] ?? form.querySelector('button[value="accept"]'))?.scrollIntoView({ block: 'nearest' });
  };
  const go = (by) => {
    const links = [...document.querySelectorAll('[data-queue] a')];
    const here = links.findIndex((link) => link.hasAttribute('aria-current'));
    const there = links[here < 0 ? 0 : here + by];
    if (there) location.assign(there.href);
  };
  document.addEventListener('keydown', (event) => {
    const free = !off && !event.ctrlKey && !event.metaKey && !event.altKey && !isField(document.activeElement);
    if (!free) return;
    const deed = { y: () => answer('met'), n: () => answer('not_yet'), j: () => go(1), k: () => go(-1) }[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  tell();
};

openWhereMissing();
offerComments();
listenToKeys();
