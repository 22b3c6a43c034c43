// The charts over the run, and what lights up together.
import { drawn, expect, test } from './fixtures.ts';
import { button, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  for (let commit = 0; commit < 12; commit += 1) await page.keyboard.press('c');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the charts say what the tables say, ${colorScheme}`, async ({ page, expectAccessible }) => {
    await page.emulateMedia({ colorScheme });
    await button(page, 'Charts').click();
    const log = page.getByRole('img', { name: /^orders-0, offset at the present moment/ });
    const [, start, end] = /log start (\d+), log end (\d+)/.exec((await log.getAttribute('aria-label'))!)!;
    const values = page.getByRole('table', { name: 'At the present moment' });
    const row = values.getByRole('row', { name: /^orders-0: log end/ });
    await expect(row.getByRole('cell').nth(1)).toHaveText(end!);
    const lane = page.getByRole('group', { name: /^orders-0: log start/ });
    await expect(lane).toHaveAttribute('aria-label', new RegExp(`log start ${start}`));
    await expectAccessible();
  });
}

test('a press on a chart goes to the moment under it', async ({ page }) => {
  await button(page, 'Charts').click();
  const chart = page.getByRole('img', { name: /^Lag of fulfilment/ });
  const place = (await chart.boundingBox())!;
  await drawn(page);
  const end = Number(await slider(page).inputValue());
  await chart.click({ position: { x: place.width / 8, y: place.height / 2 } });
  await expect.poll(async () => Number(await slider(page).inputValue())).toBeLessThan(end / 2);
});

test('a highest point is a button', async ({ page }) => {
  await button(page, 'Charts').click();
  const highest = page.getByRole('group', { name: 'Highest points' }).getByRole('button').first();
  const [, value] = /: (\d+) at/.exec(await highest.innerText())!;
  await highest.focus();
  await page.keyboard.press('Enter');
  const values = page.getByRole('table', { name: 'At the present moment' });
  const row = values.getByRole('row', { name: /^Lag of fulfilment: all/ });
  await expect(row.getByRole('cell').nth(1)).toHaveText(value!);
});

test('what is about the same lights up together', async ({ page }) => {
  await button(page, 'Diagram').click();
  const lives = page.getByTitle('inventory-1', { exact: true });
  const step = page.getByRole('button', { name: /inventory-1 has fetched/ }).first();
  await expect(step).toHaveCSS('outline-style', 'none');
  await lives.hover();
  await expect(step).toHaveCSS('outline-style', 'solid');
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(step).toHaveCSS('outline-style', 'none');
});

test('the list of events leaves out a process or a group', async ({ page, expectAccessible }) => {
  await button(page, 'Events').click();
  await page.getByLabel('Look for').selectOption('step');
  const lines = page.getByRole('group', { name: 'Event lines' }).getByRole('listitem');
  const ofInventory = lines.filter({ hasText: 'inventory' });
  await expect(ofInventory).not.toHaveCount(0);
  await page.getByRole('group', { name: 'Groups' }).getByRole('button', { name: 'inventory' }).click();
  await expect(ofInventory).toHaveCount(0);
  const ofFulfilment = lines.filter({ hasText: 'fulfilment-1' });
  await expect(ofFulfilment).not.toHaveCount(0);
  await page.getByRole('group', { name: 'Processes' }).getByRole('button', { name: 'fulfilment-1' }).click();
  await expect(lines.filter({ hasText: 'fulfilment-1 ' })).toHaveCount(0);
  await expectAccessible();
});
