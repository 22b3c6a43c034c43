// What can be read off the stage at a standstill, and asked of it.
import { expect, test } from './fixtures.ts';
import { button, stepUntil } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
});

test('a standstill says what is committed and what a crash would repeat, and it does', async ({
  page,
}) => {
  await stepUntil(page, /fulfilment-1 has processed order \d+: it took effect/);
  const card = page.getByRole('group', { name: 'fulfilment-1', exact: true });
  await expect(card).toContainText(/crash: \d+ read again, \d+ done before/);
  const [, again] = /(\d+) read again/.exec(await card.innerText())!;
  const lanes = page.getByRole('group', { name: /orders? would be read again after a crash/ });
  expect(Number(again)).toBeGreaterThan(0);
  await expect(lanes.first()).toContainText(/↺ \d/);
  await button(page, 'Crash fulfilment-1').click();
  await expect(card).not.toContainText('read again');
});

test('a brick is asked why, by mouse and by keys', async ({ page, expectAccessible }) => {
  await stepUntil(page, /fulfilment-1 has processed order \d+: it took effect/);
  await stepUntil(page, /is now in orders-0 at offset 1/);
  await page.getByRole('button', { name: 'orders-0 offset 0:' }).click();
  const why = page.getByRole('region', { name: 'Why?' });
  await expect(why).toContainText('charged');
  await why.getByRole('button', { name: 'Close' }).click();
  await expect(why).toBeHidden();

  const newest = page.getByRole('button', { name: 'orders-0 offset 1:' });
  await expect(newest).toHaveAttribute('tabindex', '0');
  await newest.focus();
  const slider = page.getByRole('slider', { name: 'Timeline' });
  const step = await slider.inputValue();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'orders-0 offset 0:' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(newest).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(why).toContainText(/Order \d+ /);
  await expect(slider, 'arrows on bricks are no steps').toHaveValue(step);
  await expectAccessible();
});

test('a kind of message is hidden in flight, and shown again', async ({ page, expectAccessible }) => {
  const painted = () =>
    page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      // Read from a copy: the browser would advise the page to draw for being read.
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(canvas, 0, 0);
      return context.getImageData(0, 0, canvas.width, canvas.height).data.some((it) => it > 0);
    });
  // The first order has just left the shop, and heartbeats are on their way.
  await expect.poll(painted).toBe(true);
  const kinds = page.getByRole('region', { name: 'In flight' }).getByRole('button');
  for (const kind of await kinds.all()) await kind.click();
  await expect.poll(painted).toBe(false);
  await expectAccessible();
  await page.getByRole('button', { name: 'an order' }).click();
  await expect.poll(painted).toBe(true);
});

test('the legend explains every marker and every sign', async ({ page, expectAccessible }) => {
  await button(page, 'Legend').click();
  const legend = page.getByRole('region', { name: 'Legend' });
  for (const term of ['committed', 'position', 'read again', 'high watermark', 'compacted']) {
    await expect(legend.getByRole('term').filter({ hasText: term }).first()).toBeVisible();
  }
  await expect(legend).toContainText('Without transactions it is the high watermark');
  await expectAccessible();
});
