// What has nothing to do with a run, and some of it has to be there before the page is: colours, the
// sheet that tells the keys, what lights up together, what is copied. Everything else is Rust.
const root = document.documentElement;

// What the person chose on an earlier visit. A storage that is full or forbidden only means that it is
// not remembered.
const remembered = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {}
};

// Where it is built to be worked on, the page has one language, and needs the network.
const isPublished = root.dataset.offline !== undefined;

// Languages: the one that was chosen, or else the browser's. Each is a page of its own, and the moment
// goes along from one to the other.
const LANGUAGE = 'offsetscope.language';
if (isPublished) {
  const isChinese = root.lang !== 'en';
  const wanted = remembered(LANGUAGE) ?? (isChinese ? root.lang : navigator.language);
  if (wanted.startsWith('zh') !== isChinese) {
    location.replace((isChinese ? '../' : 'zh/') + location.search + location.hash);
  }
}
addEventListener('DOMContentLoaded', () => {
  document.querySelector('.language').hidden = !isPublished;
});
document.addEventListener('click', ({ target }) => {
  const other = target.closest?.('.language');
  if (!other) return;
  remember(LANGUAGE, other.lang);
  other.href = other.getAttribute('href').replace(/[?#].*/, '') + location.search + location.hash;
});

// Colours: by the system, or as the person chose.
const KEPT = 'offsetscope.theme';
const kept = remembered(KEPT);
// Colours of high contrast are for who chose them, and for who asks the system for them.
const isContrastAsked = matchMedia('(prefers-contrast: more)');
const setTheme = (theme) => {
  root.dataset.theme = theme;
  root.classList.toggle('contrast', theme === 'contrast' || isContrastAsked.matches);
};
setTheme(kept ?? 'system');
isContrastAsked.onchange = () => setTheme(root.dataset.theme);

// Caught on its way down, so that whoever paints finds the new colours.
document.addEventListener(
  'change',
  ({ target }) => {
    if (target.id !== 'theme') return;
    setTheme(target.value);
    remember(KEPT, target.value);
  },
  true,
);

addEventListener('DOMContentLoaded', () => {
  if (kept) document.getElementById('theme').value = kept;
});

// The sheet that tells the keys.
const showKeys = () => {
  const sheet = document.getElementById('keys');
  if (!document.querySelector('dialog[open]')) sheet.showModal();
};
addEventListener('keydown', ({ key, ctrlKey, altKey, metaKey, target }) => {
  const isElsewhere = ctrlKey || altKey || metaKey || target.closest?.('input, select, textarea');
  if (key === '?' && !isElsewhere) showKeys();
});
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-do="keys:"]')) showKeys();
  // Copies what is in the field that the button names, and says so in its own words for a moment.
  const copy = target.closest?.('[data-copy]');
  if (copy) copyFrom(copy);
});

async function copyFrom(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 2000);
  } catch {
    // It is selected: the person can copy it themselves.
  }
}

// What only some need is loaded only there: how the page adapts to a phone, to being enlarged, and to
// colours that the system forces.
const addSheet = (id) => {
  if (document.getElementById(id)) return;
  const sheet = document.createElement('link');
  Object.assign(sheet, { id, rel: 'stylesheet', href: `${id}.css` });
  document.head.append(sheet);
};
const isSpecial = matchMedia('(max-width: 819px), (max-height: 30rem), (forced-colors: active)');
isSpecial.onchange = () => isSpecial.matches && addSheet('adapt');
isSpecial.onchange();

// Whatever has a word in common with what is pointed at, or has the focus, is lit: `data-about` has the
// words, and the last one counts. One rule of style does it, so that it holds for what is drawn later.
const lit = new CSSStyleSheet();
document.adoptedStyleSheets.push(lit);
let about = '';
for (const event of ['pointerover', 'focusin']) {
  document.addEventListener(event, ({ target }) => {
    const now = target.closest?.('[data-about]')?.dataset.about.split(' ').pop() ?? '';
    if (now === about) return;
    about = now;
    const rule = `[data-about~=${JSON.stringify(now)}] { outline: 0.125rem solid var(--focus) }`;
    lit.replaceSync(now && rule);
  });
}

// What is drawn as a button is pressed by keys as a button is. Arrows go along a row, `data-row`, and up and
// down from what opens to the next that does.
addEventListener(
  'keydown',
  (event) => {
    const { key, target } = event;
    if (!target.matches?.('[role=button]')) return;
    const row = target.closest('[data-row]');
    const step = (row ? { ArrowLeft: -1, ArrowRight: 1 } : { ArrowUp: -1, ArrowDown: 1 })[key];
    if (step) {
      const all = [...(row ?? document).querySelectorAll(row ? '[role=button]' : '[aria-expanded][role]')];
      all[all.indexOf(target) + step]?.focus();
    } else if (key === ' ' || key === 'Enter') {
      target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// What has the focus may be gone when the page is drawn anew. Then what has its id now has it, or the part that
// it was in, or else the lesson that has begun, or where it was before that part was opened: a part, no control,
// so that Space plays.
let focused, part, opener;
document.addEventListener('focusin', ({ target }) => {
  const now = target.closest('section[id], .member, dialog');
  if (now !== part) opener = focused;
  part = now;
  focused = target;
});
new MutationObserver(() => {
  if (document.activeElement !== document.body || !focused || focused.isConnected) return;
  const again = document.getElementById(focused.id);
  const places = [again, part, document.querySelector('#lesson'), opener, document.querySelector('.stage-frame')];
  const place = places.find((it) => it?.isConnected);
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}).observe(document, { childList: true, subtree: true });

// Other ways to look at the page: `?embed` for a frame in slides or documentation, `?present` for a room.
// How they look is in modes.css, which nobody else loads.
const setMode = (mode) => {
  root.dataset.mode = mode;
  if (mode) addSheet('modes');
  document.querySelector('[data-do="present:"]')?.setAttribute('aria-pressed', mode === 'present');
};
addEventListener('DOMContentLoaded', () => {
  const asked = new URLSearchParams(location.search);
  setMode(['embed', 'present'].find((mode) => asked.has(mode)) ?? '');
});
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-do="present:"]')) setMode(root.dataset.mode ? '' : 'present');
  const whole = target.closest?.('.whole');
  if (whole) whole.href = `./${location.hash}`;
});

// A presenter's remote sends Page Down and Page Up. In front of a lesson they are its Continue and Back.
addEventListener(
  'keydown',
  (event) => {
    const what = { PageDown: 'on', PageUp: 'back' }[event.key];
    const control = what && document.querySelector(`#lesson [data-do^="lesson:${what}"]`);
    if (!control || root.dataset.mode !== 'present') return;
    event.preventDefault();
    event.stopPropagation();
    control.click();
  },
  true,
);

// A program that has stopped hears nothing any more. The address and the browser know the moment, so a
// page that is loaded again shows it.
const showStopped = (error) => {
  if (error instanceof WebAssembly.RuntimeError) document.getElementById('stopped').hidden = false;
};
addEventListener('error', ({ error }) => showStopped(error));
addEventListener('unhandledrejection', ({ reason }) => showStopped(reason));
document.addEventListener('click', ({ target }) => {
  if (target.closest?.('[data-do="reload:"]')) location.reload();
});

// After one visit the page needs no network.
if (isPublished) {
  addEventListener('load', () => navigator.serviceWorker?.register('sw.js').catch(() => {}));
}
