// Compare: the run beside the same run with other ways to commit.
import { drawn, expect, test } from './fixtures.ts';
import { button } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a crash is compared for several ways to commit, and one of them is shown', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  await page.getByLabel('Look for').selectOption('poll');
  for (let poll = 0; poll < 8; poll += 1) await button(page, 'Next poll').click();
  await button(page, 'Crash fulfilment-1').click();
  for (let commit = 0; commit < 12; commit += 1) await page.keyboard.press('c');
  await drawn(page);
  const steps = await page.getByRole('slider', { name: 'Timeline' }).getAttribute('max');

  await button(page, 'Compare').click();
  const compared = page.getByRole('region', { name: 'Runs side by side' });
  const rows = compared.getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(rows.nth(1)).toContainText('your run');
  const ways = page.getByRole('group', { name: 'Ways to commit' });
  await ways.getByRole('button', { name: 'commit after each record' }).click();
  await expect(rows).toHaveCount(4);
  await expectAccessible();

  const before = compared.getByRole('row', { name: /^commit before processing/ });
  await expect(before).toContainText('this one:');
  await before.getByRole('button', { name: /Show this run/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'This is your run once more.' })).toContainText(
    'commit before processing',
  );
  await page.getByRole('button', { name: 'Back to your own run' }).click();
  await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('max', steps!);
});
