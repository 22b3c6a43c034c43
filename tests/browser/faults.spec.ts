// Faults: what somebody can break, and what an administrator can ask for.
import { expect, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('a process stands still and goes on, by a press in Faults', async ({ page, expectAccessible }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Faults', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Faults', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { pressed: true, name: 'Share' })).toHaveCount(0);
  const processes = page.getByRole('region', { name: 'Processes' });
  await processes.getByRole('button', { name: /^pause fulfilment-1,/ }).click();
  const card = page.getByRole('group', { name: 'fulfilment-1', exact: true });
  await expect(card).toContainText('paused: stands still');
  await expect(processes.getByRole('button', { name: /^pause fulfilment-1,/ })).toHaveCount(0);
  await expectAccessible();
  await processes.getByRole('button', { name: /^resume fulfilment-1,/ }).click();
  await expect(card).not.toContainText('paused');
  await expect(processes.getByRole('button', { name: /^pause fulfilment-1,/ })).toBeVisible();
});

test('what a group with members is asked for is refused by the broker, and said so', async ({ page }) => {
  await page.goto('/#seed=7');
  await page.getByRole('button', { name: 'Faults', exact: true }).click();
  const ask = page.getByRole('region', { name: 'Ask the broker' });
  const reset = ask.getByRole('button', { name: '--to-earliest, fulfilment', exact: true });
  await expect(reset).toBeVisible();
  await reset.click();
  await expect(page.getByText(/The broker refuses with UNKNOWN_MEMBER_ID: the group has members/).first()).toBeVisible();
});

test('a connection breaks under what is on its way, and a delay keeps it longer', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Faults', exact: true }).click();
  const traffic = page.getByRole('region', { name: 'On its way' });
  const later = traffic.getByRole('button', { name: '1 s later, shop to the leader' });
  await later.click();
  await expect(page.getByText('What is on its way from shop takes 1000 ms longer').first()).toBeVisible();
  await traffic.getByRole('button', { name: 'break the connection, shop to the leader' }).click();
  await expect(page.getByText('The connection of shop to the broker it writes to breaks').first()).toBeVisible();
});
