// Paints what flies, in a worker of its own, so that a frame costs the page nothing. It knows where
// each message goes and how fast time passes; the page says so anew whenever either changes.
// web/src/stage/painter.rs writes what is read here.
const HEAD = 6;
const EACH = 10;
let canvas;
let context;
let colours = [];
let flights = new Float64Array(HEAD);
let heardAt = 0;
let isWaiting = false;

onmessage = ({ data }) => {
  if (typeof data === 'string') {
    colours = data.split(';');
  } else if (data instanceof Float64Array) {
    flights = data;
    heardAt = performance.now();
  } else {
    canvas = data;
    context = canvas.getContext('2d');
  }
  wait();
};

function wait() {
  if (!isWaiting) {
    isWaiting = true;
    requestAnimationFrame(paint);
  }
}

function paint() {
  isWaiting = false;
  const [width, height, scale, from, rate, until] = flights;
  const now = Math.min(from + (performance.now() - heardAt) * rate, until);
  const size = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  let isMoving = false;
  for (let at = HEAD; at < flights.length; at += EACH) {
    const [shape, number, group, x, y, toX, toY, sent, arrives, count] = flights.subarray(at, at + EACH);
    const share = Math.min(Math.max((now - sent) / Math.max(arrives - sent, 1), 0), 1);
    isMoving ||= now < arrives;
    context.fillStyle = context.strokeStyle = colours[group + 2];
    const place = [x + (toX - x) * share, y + (toY - y) * share];
    if (count > 1) {
      // It stands for so many.
      const larger = scale * (1 + Math.log2(count) / 5);
      context.setTransform(larger, 0, 0, larger, place[0] * scale, place[1] * scale);
      shapes[shape](0, 0, number);
      context.setTransform(scale, 0, 0, scale, 0, 0);
    } else {
      shapes[shape](...place, number);
    }
  }
  if (isMoving && rate > 0 && now < until) wait();
}

function circle(x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
}

// In the order of the kinds of messages.
const shapes = [
  // An order on its way into the log looks like the brick it will be.
  (x, y, number) => {
    context.fillRect(x - 13, y - 13, 26, 26);
    context.fillStyle = colours[0];
    context.font = '600 12px Inter, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(number, x, y);
  },
  (x, y) => {
    context.fillRect(x - 8, y - 2, 10, 10);
    context.fillRect(x - 2, y - 8, 10, 10);
  },
  (x, y) => {
    context.beginPath();
    context.moveTo(x, y - 8);
    context.lineTo(x + 8, y);
    context.lineTo(x, y + 8);
    context.lineTo(x - 8, y);
    context.fill();
  },
  (x, y) => {
    context.lineWidth = 3;
    circle(x, y, 6);
    context.stroke();
  },
  (x, y) => {
    circle(x, y, 2.5);
    context.fill();
  },
  (x, y) => {
    circle(x, y, 4);
    context.fill();
  },
];
