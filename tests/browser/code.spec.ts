// The program of a consumer: read in three languages, and changed by moving its statements.
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { button, stepUntil } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  await button(page, 'Change or translate').click();
});

/** What is chosen in the list of the group's ways to commit. */
const chosenWay = (page: Page) =>
  page.getByLabel('How fulfilment commits').locator('option:checked');

test('a statement is moved by key, from the next poll on', async ({ page, expectAccessible }) => {
  const slot = code(page).getByRole('button', { name: 'Move here: commit after each record' });
  await expectAccessible();
  await slot.focus();
  await page.keyboard.press('Enter');
  await expect(chosenWay(page)).toHaveText('commit after each record');
  await expect(code(page)).toContainText('From its next poll on: commit after each record.');
  await stepUntil(page, /fulfilment-1 now uses commit after each record/);
  await expect(code(page)).toContainText('consumer.commitSync(nextAfter(record));');
  await expect(slot).toHaveCount(0);
});

test('a statement is dragged to where it shall be', async ({ page }) => {
  const commit = code(page).getByRole('listitem').filter({ hasText: 'consumer.commitSync();' });
  const before = code(page).getByRole('button', { name: 'Move here: commit before processing' });
  await commit.dragTo(before);
  await expect(chosenWay(page)).toHaveText('commit before processing');
});

test('processing moves to workers and back', async ({ page }) => {
  await code(page).getByRole('button', { name: 'Move here: workers, commit positions' }).click();
  await stepUntil(page, /fulfilment-1 now uses workers, commit positions/);
  await expect(code(page)).toContainText('pool.submit');
  await code(page).getByRole('button', { name: 'Move here: commit after the batch' }).click();
  await expect(chosenWay(page)).toHaveText('commit after the batch');
});

test('the same program in another language, or why there is none', async ({
  page,
  expectAccessible,
}) => {
  await button(page, 'Rust').click();
  await expect(code(page)).toContainText('poll hands out one message at a time');
  await page.getByLabel('How fulfilment commits').selectOption('commit after each record');
  await stepUntil(page, /fulfilment-1 now uses commit after each record/);
  await expect(code(page)).toContainText('consumer.commit_message(&message, CommitMode::Sync)?;');
  await button(page, 'Python').click();
  await expect(code(page)).toContainText('consumer.commit(message, asynchronous=False)');
  await expectAccessible();
  await button(page, 'Java').click();
  await expect(code(page)).toContainText('consumer.commitSync(nextAfter(record));');
});

function code(page: Page) {
  return page.getByRole('region', { name: 'Code of fulfilment-1' });
}
