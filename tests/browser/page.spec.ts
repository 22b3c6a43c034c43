// The page loads at all: nothing else is worth testing if this fails.
import { expect, test } from './fixtures.ts';
import { button, openPage, slider } from './parts.ts';

test('the page opens under its name', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/OffsetScope/);
  await expect(page.getByRole('main')).toBeVisible();
});

test('the page as it opens is accessible', async ({ page, expectAccessible }) => {
  await page.goto('/');
  await expect(page.getByRole('main')).toBeVisible();
  await expectAccessible();
});

test.describe('a program that has stopped', () => {
  // It has stopped because of an exception.
  test.use({ emptyConsole: async ({}, use) => use() });

  test('says so, and leads back to where one was', async ({ page, expectAccessible }) => {
    await openPage(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain('#v1.');
    const moment = await slider(page).inputValue();
    await page.evaluate(() => {
      const error = new WebAssembly.RuntimeError('unreachable');
      dispatchEvent(new ErrorEvent('error', { error }));
    });
    await expect(page.getByRole('alert')).toContainText('OffsetScope has stopped');
    await expectAccessible();
    await button(page, 'Go on where you were').click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(slider(page)).toHaveValue(moment);
  });
});
