// Why an order fared as it did: asked in the ledger, answered with moments to go to.
import { expect, test } from './fixtures.ts';

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
