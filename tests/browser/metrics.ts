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

/** What single frames cost. */
export type FrameCosts = {
  /** Script, style and layout of the frame in the middle, in milliseconds. */
  median: number;
  /** What 95 of 100 frames stay below. */
  most: number;
  /** Frames that were drawn in each second. */
  frames: number;
};

type Fixtures = {
  /** Measures that many animation frames one by one, from the browser's own trace. */
  measureFrames: (frames: number) => Promise<FrameCosts>;
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

  measureFrames: async ({ page }, use) => {
    const session = await page.context().newCDPSession(page);
    await use(async (frames) => {
      const events: TraceEvent[] = [];
      const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
      session.on('Tracing.dataCollected', collect);
      const categories = ['devtools.timeline', 'blink.user_timing'];
      await session.send('Tracing.start', { traceConfig: { includedCategories: categories } });
      const began = await page.evaluate(() => performance.now());
      await waitForFrames(page, frames);
      const seconds = ((await page.evaluate(() => performance.now())) - began) / 1000;
      const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
      await session.send('Tracing.end');
      await complete;
      session.off('Tracing.dataCollected', collect);
      const sorted = costs(events).sort((one, other) => one - other);
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
      return { median: at(0.5), most: at(0.95), frames: frames / seconds };
    });
    await session.detach();
  },
});

type TraceEvent = { name: string; ph: string; ts: number; dur?: number; tid: number; pid: number };

/** How the page marks an animation frame. */
const FRAME = 'frame-of-bench';

/** What of a trace counts as script, style and layout. */
const COUNTED = ['FunctionCall', 'RunMicrotasks', 'UpdateLayoutTree', 'Layout'];

/** The cost of each frame: what is counted between one animation frame and the next. */
function costs(events: TraceEvent[]): number[] {
  // Workers have animation frames as well, and a frame several callbacks: so the page marks each frame.
  const marks = events.filter(({ name }) => name === FRAME);
  const here = events.filter(({ pid, tid }) => pid === marks[0]?.pid && tid === marks[0].tid);
  const starts = marks.map(({ ts }) => ts).sort((one, other) => one - other);
  // A call within a call is counted once.
  let end = 0;
  const counted = here
    .filter(({ name, ph }) => ph === 'X' && COUNTED.includes(name))
    .sort((one, other) => one.ts - other.ts)
    .filter(({ ts, dur = 0 }) => ts >= end && ((end = ts + dur), true));
  let next = 0;
  return starts.slice(1).map((until) => {
    let cost = 0;
    for (; next < counted.length && counted[next]!.ts < until; next += 1) {
      cost += (counted[next]!.dur ?? 0) / 1000;
    }
    return cost;
  });
}

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
    ([frames, mark]) =>
      new Promise<void>((resolve) => {
        const count = (left: number) => {
          performance.mark(mark);
          if (left === 0) resolve();
          else requestAnimationFrame(() => count(left - 1));
        };
        count(frames);
      }),
    [frames, FRAME] as const,
  );
}
