// Colours as the person chose on the page itself; and an address that names how an entry begins leads
// to that entry.
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
