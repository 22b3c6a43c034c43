// The load on the main thread while nothing happens, and while the shop plays at normal speed.
import { test, type Load } from './metrics.ts';

/** Ten seconds on a screen that draws 60 frames a second. */
const FRAMES = 600;
/** What playing may take. */
const LIMIT_MS = 120;

test('paused', async ({ page, measureLoad }) => {
  await page.goto('/');
  report('paused', await measureLoad(FRAMES));
});

test('playing at 1x', async ({ page, measureLoad }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const load = await measureLoad(FRAMES);
  report('playing at 1x', load);
  console.log(`${(load.task / LIMIT_MS).toFixed(2)} of the limit of ${LIMIT_MS} ms`);
});

function report(state: string, load: Load): void {
  const part = (name: keyof Load) => `${name} ${load[name].toFixed(1)}`;
  console.log(
    `${state}, main-thread ms a second: ${part('task')}, of which ${part('script')},`,
    `${part('recalcStyle')}, ${part('layout')}; ${part('frames')} a second`,
  );
}
