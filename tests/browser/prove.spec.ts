// The prover: it is asked, it answers, and what it has found can be watched.
import { drawn, expect, test } from './fixtures.ts';
import type { Page } from '@playwright/test';

const openProver = async (page: Page) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Prove what can happen to fulfilment' }).click();
  return page.getByRole('dialog', { name: 'What can happen to fulfilment?' });
};

test('a proof says what can happen, and how much was looked at', async ({
  page,
  expectAccessible,
}) => {
  const prover = await openProver(page);
  await expectAccessible();
  await prover.getByRole('button', { name: 'Prove' }).click();
  await expect(prover.getByText('Never loses, may duplicate.')).toBeVisible();
  await expect(prover.getByRole('status')).toContainText(/at most 1 crash.*in all [\d,]+ states/);
  const verdicts = prover.getByRole('list', { name: 'Verdicts' });
  await expect(verdicts.getByRole('listitem')).toHaveCount(7);
  await expect(verdicts).toContainText('No order is ever lost.');
  await expect(verdicts).toContainText('An order can take effect twice.');
  await expectAccessible();
});

test('the verdict turns round when the commit comes before the processing', async ({ page }) => {
  const prover = await openProver(page);
  await prover.getByLabel('It commits').selectOption('commit before processing');
  await prover.getByRole('button', { name: 'Prove' }).click();
  await expect(prover.getByText('May lose, never duplicates.')).toBeVisible();
});

test('what was found can be watched, and the own run is still there afterwards', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByRole('group', { name: /log end 1/ })).toHaveCount(1);
  await drawn(page);
  const own = await page.getByRole('main').ariaSnapshot();

  await page.keyboard.press('p');
  const prover = page.getByRole('dialog', { name: 'What can happen to fulfilment?' });
  await prover.getByRole('button', { name: 'Prove' }).click();
  await prover.getByRole('button', { name: 'Watch it: no duplicate' }).click();
  await expect(prover).toBeHidden();
  const bar = page.getByRole('status').filter({ hasText: 'You are watching a run' });
  await expect(bar).toContainText('An order can take effect twice.');
  await page.keyboard.press('End');
  const wrong = page.getByRole('list', { name: 'What went wrong for fulfilment' });
  await expect(wrong).toContainText('charged twice');

  await page.getByRole('button', { name: 'Back to your own run' }).click();
  await expect(bar).toBeHidden();
  await expect.poll(() => page.getByRole('main').ariaSnapshot()).toBe(own);
});

test('a search can be cancelled, and another begun', async ({ page }) => {
  const prover = await openProver(page);
  await prover.getByLabel('Orders').selectOption('6');
  await prover.getByLabel('Members').selectOption('3');
  await prover.getByLabel('Time-outs').selectOption('2');
  await prover.getByRole('button', { name: 'Prove' }).click();
  await expect(prover.getByRole('status')).toContainText('states found');
  await prover.getByRole('button', { name: 'Cancel' }).click();
  await expect(prover.getByRole('status')).toBeEmpty();
  await prover.getByLabel('Time-outs').selectOption('0');
  await prover.getByLabel('Members').selectOption('1');
  await prover.getByRole('button', { name: 'Prove' }).click();
  await expect(prover.getByRole('list', { name: 'Verdicts' })).toBeVisible();
});

test.describe('without the prover', () => {
  test('a prover that cannot be loaded is said to be so', async ({ browser }) => {
    // A page of its own: this one complains on the console, as it should, and nobody has kept it.
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.route('**/worker.js', (route) => route.abort());
    const prover = await openProver(page);
    await prover.getByRole('button', { name: 'Prove' }).click();
    await expect(prover.getByRole('status')).toContainText('could not be loaded');
    await page.close();
  });
});

test('the table says which way to commit to choose, and every cell can be watched', async ({
  page,
  expectAccessible,
}) => {
  const prover = await openProver(page);
  await prover.getByRole('button', { name: 'Which way to commit should I choose?' }).click();
  const presets = page.getByRole('dialog', { name: 'Which way to commit should I choose?' });
  const guarded = presets.getByRole('row', { name: /database offset, guarded/ });
  await expect(guarded.getByText('holds')).toHaveCount(4, { timeout: 60_000 });
  await expectAccessible();
  await presets
    .getByRole('button', { name: 'Watch crash, commit after the batch: no duplicate' })
    .click();
  await expect(presets).toBeHidden();
  await expect(page.getByText('You are watching a run that the prover has found.')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('region', { name: 'Why?' })).toContainText('charged twice');
});
