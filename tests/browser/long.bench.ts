// A run of 100,000 events: how long the page takes to go to a moment of it, and how much memory it all needs.
import { test, expect, drawn } from './fixtures.ts';
import { button, openPage, slider } from './parts.ts';
import type { Page } from '@playwright/test';

const STEPS = 100_000;
const SEEKS = 200;
const LIMIT_MS = 16;
const LIMIT_MB = 100;

test('a long run', async ({ page }) => {
  test.setTimeout(300_000);
  await page.addInitScript(() => {
    addEventListener('TrunkApplicationStarted', (event) => {
      Object.assign(window, { wasmOfBench: (event as CustomEvent).detail.wasm });
    });
  });
  await openPage(page);
  await page.getByLabel('Speed').selectOption('fastest');
  await button(page, 'Play').click();
  await expect(slider(page)).toHaveAttribute('max', `${STEPS}`, { timeout: 240_000 });
  await drawn(page);

  const took = await slider(page).evaluate(seek, { steps: STEPS, seeks: SEEKS });
  for (const [until, those] of Object.entries(took)) {
    those.sort((one, other) => one - other);
    const [median, most] = [0.5, 0.95].map((share) => those[Math.floor(those.length * share)] ?? NaN);
    console.log(
      `to a moment of ${STEPS} events, until all is ${until}: in the median ${median!.toFixed(1)} ms, 95 of 100`,
      `below ${most!.toFixed(1)} ms; ${(most! / LIMIT_MS).toFixed(2)} of the limit of ${LIMIT_MS} ms`,
    );
  }

  // The worker of the panels has the whole run as well.
  await button(page, 'Events').click();
  await expect(page.getByRole('region', { name: 'Events' }).getByRole('listitem').first()).toBeVisible({ timeout: 60_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const [heap, wasm, panels] = [usedSize, await ofPage(page), await ofPanels(page)].map((it) => it / 1e6);
  const all = heap! + wasm! + panels!;
  console.log(
    `memory: ${all.toFixed(0)} MB, of which JavaScript ${heap!.toFixed(0)}, the page’s wasm ${wasm!.toFixed(0)},`,
    `the panels’ ${panels!.toFixed(0)}; ${(all / LIMIT_MB).toFixed(2)} of the limit of ${LIMIT_MB} MB`,
  );
});

/** Of going to a moment: as a person meets it, who waits for the picture, and as the other limits count. */
type Took = { painted: number[]; 'laid out': number[] };

/** How many milliseconds it takes to go to each of some moments, the same in every run of this. */
async function seek(slider: Element, { steps, seeks }: { steps: number; seeks: number }): Promise<Took> {
  const nextTask = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });
  const took: Took = { painted: [], 'laid out': [] };
  let moment = 1;
  for (let number = 0; number < 2 * seeks; number += 1) {
    // In turns: what the first ones take longer, both have.
    const until = number % 2 === 0 ? 'painted' : 'laid out';
    moment = (moment * 48_271) % 2_147_483_647;
    // What begins in a frame is painted by that frame, before the next task.
    await new Promise(requestAnimationFrame);
    if (until === 'laid out') await nextTask();
    const before = performance.now();
    (slider as HTMLInputElement).value = `${moment % steps}`;
    slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await nextTask();
    document.body.getBoundingClientRect();
    took[until].push(performance.now() - before);
  }
  return took;
}

declare const wasm_bindgen: () => Promise<Wasm>;
type Wasm = { memory: WebAssembly.Memory };

/** The bytes of the memory that the page's wasm has. */
function ofPage(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { wasmOfBench: Wasm }).wasmOfBench.memory.buffer.byteLength);
}

/** The same of the panels' worker. What loads it gives back what is loaded already. */
async function ofPanels(page: Page): Promise<number> {
  const panels = page.workers().find((worker) => worker.url().endsWith('panels.js'));
  if (panels === undefined) throw new Error('The panels are drawn by nobody');
  return panels.evaluate(async () => (await wasm_bindgen()).memory.buffer.byteLength);
}
