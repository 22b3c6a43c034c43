// The page loads at all: nothing else is worth testing if this fails.
import { expect, test } from './fixtures.ts';

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
