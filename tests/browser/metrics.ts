// What the page costs the browser's main thread, as the browser itself measures it.
import { test as base } from './fixtures.ts';
import type { CDPSession, Page } from '@playwright/test';

/** Milliseconds of the main thread's time for each second that passed. */
export type Load = {
  /** Running scripts, wasm among them. */
  script: number;
  /** Working out which styles apply. */
  recalcStyle: number;
  /** Working out where things go. */
  layout: number;
  /** Everything: the above, painting, and the browser's own work. */
  task: number;
  /** Frames that the page could draw in each second. */
  frames: number;
};

type Fixtures = {
  /** Measures the page as it is for that many animation frames. */
  measureLoad: (frames: number) => Promise<Load>;
};

export const test = base.extend<Fixtures>({
  measureLoad: async ({ page }, use) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await use(async (frames) => {
      const before = await readMetrics(session);
      await waitForFrames(page, frames);
      const after = await readMetrics(session);
      const seconds = difference(before, after, 'Timestamp');
      const perSecond = (name: string) => (difference(before, after, name) * 1000) / seconds;
      return {
        script: perSecond('ScriptDuration'),
        recalcStyle: perSecond('RecalcStyleDuration'),
        layout: perSecond('LayoutDuration'),
        task: perSecond('TaskDuration'),
        frames: frames / seconds,
      };
    });
    await session.detach();
  },
});

async function readMetrics(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

function difference(before: Map<string, number>, after: Map<string, number>, name: string): number {
  const [from, to] = [before.get(name), after.get(name)];
  if (from === undefined || to === undefined) {
    throw new Error(`This browser does not measure ${name}`);
  }
  return to - from;
}

/** Frames rather than seconds: a page that cannot keep up then shows in `frames`. */
async function waitForFrames(page: Page, frames: number): Promise<void> {
  await page.evaluate(
    (frames) =>
      new Promise<void>((resolve) => {
        const count = (left: number) =>
          left === 0 ? resolve() : requestAnimationFrame(() => count(left - 1));
        count(frames);
      }),
    frames,
  );
}
