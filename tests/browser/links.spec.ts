// Links: the address follows what is looked at, and leads back to it.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { button, openPage, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** The address, as soon as it leads to the moment that is shown. */
async function address(page: Page, before: string): Promise<string> {
  await expect.poll(() => page.url()).not.toBe(before);
  await expect.poll(() => page.url()).toContain('#v1.');
  return page.url();
}

test('the address leads to the very moment, with what was changed before it', async ({
  page,
  context,
}) => {
  await openPage(page);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  const before = await address(page, page.url().split('#')[0]);
  await page.getByRole('button', { name: 'Crash inventory-1' }).click();
  const link = await address(page, before);
  expect(link.length).toBeLessThan(2_000);
  const moment = await slider(page).inputValue();

  const other = await context.newPage();
  await other.goto(link);
  await expect(slider(other)).toHaveValue(moment);
  await expect(other.getByRole('group', { name: 'inventory-1', exact: true })).toContainText('crashed');
  await expect(other.getByRole('alert')).toHaveCount(0);
  await other.getByRole('button', { name: 'Step back' }).click();
  await expect(other.getByRole('group', { name: 'inventory-1', exact: true })).not.toContainText('crashed');
});

test('a moment survives a reload, and Back leaves the page', async ({ page }) => {
  await openPage(page);
  const entries = await page.evaluate(() => history.length);
  await page.getByRole('button', { name: 'Charts' }).click();
  const opened = await address(page, page.url().split('#')[0]);
  await page.keyboard.press('ArrowRight');
  await address(page, opened);
  const moment = await slider(page).inputValue();
  expect(await page.evaluate(() => history.length)).toBe(entries);
  // What is still on its way would be broken off by the reload, and be reported.
  await page.waitForLoadState('networkidle');
  await page.reload();
  await expect(slider(page)).toHaveValue(moment);
  await expect(page.getByRole('region', { name: 'Charts' })).toContainText('Lag of fulfilment');
});

test('a link that was cut off says so, and nothing on the page is lost', async ({ page }) => {
  await openPage(page);
  await page.keyboard.press('ArrowRight');
  await address(page, page.url().split('#')[0]);
  const moment = await slider(page).inputValue();
  const link = page.url();
  await page.evaluate((cut) => location.assign(cut), link.slice(0, -40));
  await expect(page.getByRole('alert')).toContainText('cut off or altered on its way');
  await expect(slider(page)).toHaveValue(moment);
});

test('a view that is opened while the link is still read stays open', async ({ page }) => {
  let go = () => {};
  const pressed = new Promise<void>((done) => (go = done));
  await page.route('**/panels.js', async (route) => {
    await pressed;
    await route.continue();
  });
  await page.goto('/#seed=7');
  await button(page, 'Tables').click();
  go();
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
  await expect(button(page, 'Tables')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('region', { name: 'Tables' })).toContainText('orders-0');
});
