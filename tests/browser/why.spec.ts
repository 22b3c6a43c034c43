// Why an order fared as it did: asked in the ledger, answered with moments to go to.
import { expect, test } from './fixtures.ts';
import { button, stepUntil } from './parts.ts';

test('a counterexample says why, and every reason leads to its moment', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/');
  await expect(page.getByRole('main')).toBeVisible();
  await page.keyboard.press('p');
  const prover = page.getByRole('dialog', { name: 'What can happen to fulfilment?' });
  await prover.getByRole('button', { name: 'Prove' }).click();
  await prover.getByRole('button', { name: 'Watch it: no duplicate' }).click();
  const why = page.getByRole('region', { name: 'Why?' });
  await expect(why).toContainText(/Nothing is in orders-\d at offset \d yet/);
  await page.keyboard.press('End');
  await expect(why).toContainText(/charged twice: by fulfilment-\d, and again by fulfilment-\d/);
  await expectAccessible();

  const crash = why.getByRole('button', { name: /crashes/ });
  await crash.click();
  const sentence = page.getByRole('contentinfo').getByRole('status');
  await expect(sentence).toContainText('crashes');
  await expect(why).toContainText('charged once');

  await why.getByRole('button', { name: 'Close' }).click();
  await expect(why).toBeHidden();
  await page.keyboard.press('End');
  await page.getByRole('button', { name: /^Why\?.*charged twice/ }).click();
  await expect(why).toContainText('charged twice');
});

test('a commit and a rebalance are explained where one meets them', async ({ page, expectAccessible }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  await page.keyboard.press('c');
  await button(page, 'Events').click();
  const why = page.getByRole('region', { name: 'Why?' });
  await button(page, 'Why this step?').click();
  await expect(why).toContainText(/The (commitSync|auto-commit) of \w+-\d, orders-\d at \d+.*was stored/);
  await expectAccessible();
  await why.getByRole('button', { name: /poll returns/ }).click();
  await expect(page.getByRole('contentinfo').getByRole('status')).toContainText(/poll returns/);

  await page.keyboard.press('End');
  await button(page, '__consumer_offsets').click();
  const log = page.getByRole('region', { name: '__consumer_offsets', exact: true });
  await log.getByRole('button', { name: /^Why\? \w+, orders-/ }).first().click();
  await expect(why).toContainText(/The (commitSync|auto-commit) of \w+-\d/);

  await button(page, '__consumer_offsets').click();
  await button(page, 'Stop fulfilment-1').click();
  await stepUntil(page, /fulfilment begins to rebalance/);
  await button(page, 'Diagram').click();
  await button(page, 'Why this step?').click();
  await expect(why).toContainText('fulfilment rebalanced because fulfilment-1 was asked to stop and left');
});
