// 64 partitions, 32 members and some 2,000 messages in flight, playing at normal speed: what a frame costs
// the main thread, and how many a processor draws that is four times as slow.
import { test } from './metrics.ts';
import { button } from './parts.ts';

const SCENARIO = 'many-of-everything.json';
const LIMIT_MS = 6;
const LIMIT_FRAMES = 30;

test('many of everything', async ({ page, measureFrames }) => {
  test.setTimeout(240_000);
  await page.goto('/');
  await page.getByLabel('Open a file').setInputFiles(SCENARIO);
  await page.getByText('Many of everything').first().waitFor();
  // Until as much is in flight as it gets.
  await page.getByLabel('Speed').selectOption('4×');
  await button(page, 'Play').click();
  await page.getByText(/^0:1[5-9]\.\d of/).waitFor({ timeout: 120_000 });
  await page.getByLabel('Speed').selectOption('1×');
  const usual = await measureFrames(300);
  console.log(
    `script, style and layout of a frame: median ${usual.median.toFixed(1)} ms, 95 of 100 below`,
    `${usual.most.toFixed(1)} ms; ${(usual.median / LIMIT_MS).toFixed(2)} of the limit of ${LIMIT_MS} ms`,
  );
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const slow = await measureFrames(150);
  console.log(
    `four times as slow: ${slow.frames.toFixed(0)} frames a second, ${(slow.frames / LIMIT_FRAMES).toFixed(2)}`,
    `of the ${LIMIT_FRAMES} that it takes; median ${slow.median.toFixed(1)} ms`,
  );
});
