// What somebody does who has never seen the page: step, play, crash a consumer, find out which
// orders were charged twice, go back to the start and forward again.
//
// Controls are found by role and name only, as that person finds them. Motion is reduced, so that
// a step is over when its click is; `motion.spec.ts` looks at the flights.
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { button, sentence, stepUntil } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
});

test('the first order becomes brick number 0', async ({ page }) => {
  await expect(page.getByText(/order for .* is on its way to the topic/).first()).toBeVisible();
  await expect(page.getByRole('group', { name: /log end 1/ })).toHaveCount(0);
  await button(page, 'Step').click();
  await expect(sentence(page)).toContainText('Order 1 is now in');
  await expect(sentence(page)).toContainText('at offset 0');
  await expect(page.getByRole('group', { name: /log end 1/ })).toHaveCount(1);
});

test('a crash between effect and commit charges an order twice', async ({ page }) => {
  const order = await crashAfterAnEffect(page);
  await expect(member(page, 'fulfilment-1')).toContainText('crashed');
  await expect(member(page, 'fulfilment-1')).toContainText('the coordinator still waits for it');

  await page.getByLabel('Speed').selectOption('16×');
  await button(page, 'Play').click();
  const charged = page
    .getByRole('list', { name: 'What went wrong for fulfilment' })
    .getByRole('listitem')
    .filter({ hasText: `order ${order}:` });
  await expect(charged).toContainText('charged twice');
  await button(page, 'Pause').click();

  await expect(member(page, 'fulfilment-1')).toContainText('no member any more');
  await expect(member(page, 'fulfilment-2')).toContainText('orders-0, 1 and 2');
  const row = page.getByRole('row', { name: /^fulfilment/ });
  await expect(row.getByRole('cell').nth(1)).not.toHaveText('0');
});

test('back to the start and forward again is the same run', async ({ page }) => {
  await crashAfterAnEffect(page);
  await stepUntil(page, /The coordinator has not heard from fulfilment-1/);
  const before = await everything(page);

  let stepsBack = 0;
  while (await button(page, 'Step back').isEnabled()) {
    await button(page, 'Step back').click();
    stepsBack += 1;
    await drawn(page);
  }
  await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveValue('0');
  await expect(page.getByRole('group', { name: /log end 0/ })).toHaveCount(3);
  for (let step = 0; step < stepsBack; step += 1) {
    await button(page, 'Step').click();
  }
  expect(await everything(page)).toEqual(before);
});

test('a crashed member restarts and joins again', async ({ page }) => {
  await button(page, 'Crash inventory-1').click();
  await expect(sentence(page)).toContainText('inventory-1 crashes');
  await button(page, 'Restart inventory-1').click();
  await expect(sentence(page)).toContainText('inventory-1 is started again');
  await page.getByLabel('Speed').selectOption('16×');
  await button(page, 'Play').click();
  await expect(member(page, 'inventory-1')).toContainText('owns orders-0, 1 and 2');
});

test('a group changes how it commits in the middle of the run', async ({ page }) => {
  await button(page, 'notifications-1').click();
  const code = page.getByRole('region', { name: 'Code of notifications-1' });
  await expect(code).toContainText('consumer.commitSync();');
  await page.getByLabel('How notifications commits').selectOption('commit after each record');
  await stepUntil(page, /notifications-1 now uses commit after each record/);
  await expect(code).toContainText('consumer.commitSync(nextAfter(record));');
});

test('changing the past keeps what came of it before', async ({ page }) => {
  await stepUntil(page, /fulfilment-1 has processed order/);
  await drawn(page);
  const end = await page.getByRole('slider', { name: 'Timeline' }).inputValue();
  await page.keyboard.press('Home');
  await button(page, 'Step').click();
  await button(page, 'Crash fulfilment-1').click();
  await expect(page.getByRole('slider', { name: 'Timeline' })).not.toHaveAttribute('max', end);
  await page.getByRole('button', { name: /Return to the run left at/ }).click();
  await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveAttribute('max', end);
  await expect(member(page, 'fulfilment-1')).not.toContainText('crashed');
});

test('the slider goes to any step and pauses', async ({ page }) => {
  await stepUntil(page, /fulfilment-1 has processed order/);
  await button(page, 'Play').click();
  await page.getByRole('slider', { name: 'Timeline' }).fill('3');
  await expect(button(page, 'Play')).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Timeline' })).toHaveValue('3');
});

test('Start over begins anew without the crash', async ({ page }) => {
  await button(page, 'Crash fulfilment-2').click();
  await button(page, 'Start over').click();
  await expect(member(page, 'fulfilment-2')).not.toContainText('crashed');
  await expect(button(page, 'Step back')).toBeDisabled();
});

test('a consumer that is stopped finishes its batch, leaves its group, and can be started again', async ({
  page,
}) => {
  await stepUntil(page, /fulfilment-\d begins to process/);
  await button(page, 'Stop fulfilment-1').click();
  await expect(sentence(page)).toContainText('fulfilment-1 is asked to stop');
  await expect(button(page, 'Stop fulfilment-1')).toHaveAttribute('aria-disabled', 'true');
  await stepUntil(page, /fulfilment-1 has closed its consumer/);
  await expect(member(page, 'fulfilment-1')).toContainText('stopped');
  await stepUntil(page, /fulfilment-2 now owns orders-0/);
  await button(page, 'Restart fulfilment-1').click();
  await expect(button(page, 'Stop fulfilment-1')).toBeVisible();
});

test('every way to commit is offered under its heading, and shown as its program', async ({
  page,
}) => {
  const picker = page.getByLabel('How fulfilment commits');
  const names = await picker.getByRole('option').allInnerTexts();
  expect(names.length).toBeGreaterThan(10);
  const programs = new Set<string>();
  for (const name of names) {
    await picker.selectOption(name);
    await stepUntil(page, /fulfilment-1 now uses|polls? returns .* to fulfilment-1|begins to process/);
    await button(page, 'Crash fulfilment-1').click();
    await button(page, 'Restart fulfilment-1').click();
    const code = page.getByRole('region', { name: 'Code of fulfilment-1' });
    await expect(code).toContainText('consumer.poll');
    await expect(code).toContainText('consumer.close()');
    programs.add(await code.getByRole('list').innerText());
  }
  expect(programs.size).toBe(names.length);
});

function member(page: Page, name: string) {
  return page.getByRole('group', { name, exact: true });
}

/** Crashes fulfilment-1 right after an order took effect, before it is committed. */
async function crashAfterAnEffect(page: Page): Promise<string> {
  const said = await stepUntil(page, /fulfilment-1 has processed order \d+: it took effect/);
  await button(page, 'Crash fulfilment-1').click();
  await expect(sentence(page)).toContainText('fulfilment-1 crashes');
  return /order (\d+)/.exec(said)?.[1] ?? 'not found';
}

/** All that the page says of this moment. */
async function everything(page: Page) {
  await drawn(page);
  return {
    sentence: await sentence(page).innerText(),
    lanes: await page
      .getByRole('group', { name: /log start/ })
      .evaluateAll((lanes) => lanes.map((lane) => lane.getAttribute('aria-label'))),
    members: await page.getByRole('region', { name: /^Group / }).allInnerTexts(),
    ledger: await page.getByRole('region', { name: /^Ledger/ }).innerText(),
    step: await page.getByRole('slider', { name: 'Timeline' }).inputValue(),
  };
}
