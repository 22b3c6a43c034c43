// Colours as the person chose on the page itself; an address that names how an entry begins leads to that
// entry; and the other language is chosen for all pages, and opens at the same entry.
try {
  const theme = localStorage.getItem('offsetscope.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {}

const lead = () => {
  const begins = location.hash.slice(1);
  if (!begins || document.getElementById(begins)) return;
  const entry = [...document.querySelectorAll('article')].find(({ id }) => id.startsWith(begins));
  if (entry) location.replace(`#${entry.id}`);
};
addEventListener('DOMContentLoaded', lead);
addEventListener('hashchange', lead);
document.addEventListener('click', ({ target }) => {
  const other = target.closest?.('.language');
  if (!other) return;
  try {
    localStorage.setItem('offsetscope.language', other.lang);
  } catch {}
  other.hash = location.hash;
});
