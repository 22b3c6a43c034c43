// Files: a run that is kept, and opened again; a counterexample from the terminal; bad files.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeVisible();
});

const open = (page: Page, name: string, text: string) =>
  page
    .getByLabel('Open a file')
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

test('a run that was saved opens as the same run, and the own run is kept', async ({
  page,
  expectAccessible,
}) => {
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Crash inventory-1' }).click();
  await drawn(page);
  const steps = await slider(page).getAttribute('max');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('offsetscope.json');
  const text = await readFile(await download.path(), 'utf8');

  await page.keyboard.press('ArrowRight');
  await drawn(page);
  const own = await slider(page).getAttribute('max');
  await open(page, 'kept.json', text);
  const bar = page.getByRole('status').filter({ hasText: 'This is kept.json.' });
  await expect(bar).toBeVisible();
  await expect(slider(page)).toHaveValue('0');
  await expect(slider(page)).toHaveAttribute('max', steps!);
  await page.keyboard.press('End');
  await expect(page.getByRole('group', { name: 'inventory-1', exact: true })).toContainText('crashed');
  await expectAccessible();
  await page.getByRole('button', { name: 'Back to your own run' }).click();
  await expect(slider(page)).toHaveAttribute('max', own!);
});

test('a counterexample that the terminal has written is played', async ({ page }) => {
  const text = await readFile(new URL('counterexample.json', import.meta.url), 'utf8');
  await open(page, 'fulfilment-no-duplicate.json', text);
  await expect(page.getByText('An order can take effect twice.')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('region', { name: 'Why?' })).toContainText('charged twice');
});

test('a bad file is refused with its place and the reason, and changes nothing', async ({
  page,
  expectAccessible,
}) => {
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('group', { name: /log end 1/ })).toHaveCount(1);
  await drawn(page);
  const before = await page.getByRole('main').ariaSnapshot();
  await open(page, 'bad.json', '{ "topics": [{ "name": "<b>x</b>", "partitions": "three" }] }');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('bad.json is not a scenario: topics[0].partitions:');
  await expect(alert).toContainText('line 1');
  expect(await page.getByRole('main').ariaSnapshot()).toBe(before);
  await expectAccessible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(alert).toBeHidden();
});
