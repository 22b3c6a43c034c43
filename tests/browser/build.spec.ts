// Build your own: a cluster that differs from the one on the page.
import { expect, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a cluster of one’s own is chosen, played and left again', async ({ page, expectAccessible }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  const form = page.getByRole('region', { name: 'Build your own' });
  await form.getByLabel('Partitions').selectOption('2');
  const inventory = form.getByRole('group', { name: 'inventory' });
  await inventory.getByLabel('Members').selectOption('3');
  await inventory.getByLabel('It commits').selectOption('commit after each record');
  await expect(inventory.getByLabel('Members')).toHaveValue('3');
  await expectAccessible();
  await page.getByRole('button', { name: 'Play it' }).click();
  const bar = page.getByRole('status').filter({ hasText: 'This is a cluster of your own.' });
  await expect(bar).toContainText('2 partitions; members: fulfilment 2, inventory 3, notifications 1.');
  await expect(page.getByRole('group', { name: 'inventory-3', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await page.getByRole('button', { name: 'Back to your own run' }).click();
  await expect(page.getByRole('group', { name: 'inventory-3', exact: true })).toHaveCount(0);
});
