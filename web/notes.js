// The teacher's window: shows what the lesson in the other window has for the teacher only.
const notes = document.getElementById('notes');
const channel = new BroadcastChannel('offsetscope.notes');
channel.onmessage = ({ data }) => {
  const paragraphs = String(data)
    .split('\n')
    .map((text) => Object.assign(document.createElement('p'), { textContent: text, dir: 'auto' }));
  notes.replaceChildren(...paragraphs);
};
