// Build your own: a cluster that differs from the one on the page.
import { readFileSync } from 'node:fs';
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

test('a cluster grows and shrinks, what shall happen is planned, and both are kept in a file', async ({ page, expectAccessible }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  const form = page.getByRole('region', { name: 'Build your own' });
  const said = page.getByRole('status').filter({ hasText: /was (added|removed)|stays/ });

  await form.getByRole('button', { name: 'Remove notifications' }).click();
  await expect(said).toHaveText('notifications was removed');
  await form.getByRole('button', { name: 'Add a topic' }).click();
  const payments = form.getByRole('group', { name: 'topic-2' });
  await payments.getByLabel('Name').fill('payments');
  await payments.getByLabel('Name').press('Enter');
  await form.getByRole('button', { name: 'Add a producer' }).click();
  await form.getByRole('group', { name: 'producer-2' }).getByLabel('Writes to').selectOption('payments');
  await expect(form.getByRole('button', { name: 'Remove payments' })).toHaveAttribute('title', 'It is used by producer-2');
  await form.getByRole('button', { name: 'Remove payments' }).press('Enter');
  await expect(said).toContainText('payments stays.');

  await form.getByRole('button', { name: 'Add a happening' }).click();
  const happening = form.getByRole('group', { name: 'Happening 1' });
  await happening.getByLabel('Seconds after the opening').fill('3.2');
  await happening.getByLabel('Seconds after the opening').press('Enter');
  await happening.getByLabel('Who').selectOption('inventory-1');
  await happening.getByLabel('How long').selectOption('5 s');
  await expect(happening.getByLabel('Seconds after the opening')).toHaveValue('3.2');
  await expectAccessible();

  await page.getByRole('button', { name: 'Play it' }).click();
  const bar = page.getByRole('status').filter({ hasText: 'This is a cluster of your own.' });
  await expect(bar).toContainText('6 partitions; members: fulfilment 2, inventory 1.');
  await expect(page.getByRole('group', { name: /^payments-0:/ })).toBeVisible();
  await page.getByLabel('Look for').selectOption('crash');
  await page.getByRole('button', { name: 'Next crash' }).click();
  await expect(page.getByText(/0:03\.2 of/)).toBeVisible();

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const file = await (await saved).path();
  expect(JSON.parse(readFileSync(file, 'utf8')).run.clock).toEqual([
    { at_ms: 3_200, do: { crash: 'inventory-1' } },
    { at_ms: 8_200, do: { restart: 'inventory-1' } },
  ]);
});

test('what Kafka would refuse is said at once, and nothing else is lost', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Build', exact: true }).click();
  const form = page.getByRole('region', { name: 'Build your own' });
  await form.getByRole('group', { name: 'orders' }).getByLabel('Partitions').selectOption('6');
  const name = form.getByRole('group', { name: 'orders' }).getByLabel('Name');
  await name.fill('my orders');
  await name.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'my orders' })).toBeVisible();
  await form.getByRole('group', { name: 'my orders' }).getByLabel('Name').fill('orders');
  await form.getByRole('group', { name: 'my orders' }).getByLabel('Name').press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'my orders' })).toHaveCount(0);
  await expect(form.getByRole('group', { name: 'orders' }).getByLabel('Partitions')).toHaveValue('6');
});
