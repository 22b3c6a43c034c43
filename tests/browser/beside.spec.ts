// What opens beside the stage, and the ways through time: events, tables, the log of offsets,
// going to the next of a kind, undo, branches.
import { drawn, expect, test } from './fixtures.ts';
import { button, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
});

test('a line of the list of events leads to its moment', async ({ page, expectAccessible }) => {
  for (let commit = 0; commit < 12; commit += 1) await page.keyboard.press('c');
  await button(page, 'Events').click();
  const list = page.getByRole('region', { name: 'Events' });
  await page.getByLabel('Look for').selectOption('commit');
  const commits = list.getByRole('listitem').getByRole('button');
  await expect(commits.last()).toHaveAttribute('aria-current', 'step');
  const first = commits.first();
  await expect(first).toContainText('The coordinator stores the commit');
  await drawn(page);
  const end = await slider(page).inputValue();
  await first.click();
  await expect(slider(page)).not.toHaveValue(end);
  await expect(commits.first()).toHaveAttribute('aria-current', 'step');
  await expectAccessible();
  await button(page, 'Events').click();
  await expect(list).toHaveCount(0);
});

test('of a long run only the lines in sight are elements', async ({ page }) => {
  await page.getByLabel('Speed').selectOption('fastest');
  await button(page, 'Play').click();
  await expect.poll(async () => Number(await slider(page).inputValue())).toBeGreaterThan(3_000);
  await button(page, 'Pause').click();
  await button(page, 'Events').click();
  await page.getByLabel('Look for').selectOption('step');
  const lines = page.getByRole('region', { name: 'Events' }).getByRole('listitem');
  const current = lines.locator('[aria-current=step]');
  await expect(current).toBeInViewport();
  expect(await lines.count()).toBeLessThan(60);
  await drawn(page);
  const before = await lines.first().innerText();
  await page.getByRole('group', { name: 'Event lines' }).evaluate((list) => list.scrollTo(0, 0));
  await expect(lines.first()).not.toHaveText(before);
  await expect(lines.first()).toBeInViewport();
});

test('the log of offsets shows a commit as its newest record', async ({ page, expectAccessible }) => {
  await page.keyboard.press('c');
  await drawn(page);
  const said = await page.getByRole('contentinfo').getByText(/The coordinator stores the commit/).first().innerText();
  const [, group, partition, offset] = /commit: (\S+) will go on with (\S+) at (\d+)/.exec(said)!;
  await button(page, '__consumer_offsets').click();
  const log = page.getByRole('region', { name: '__consumer_offsets', exact: true });
  const row = log.getByRole('row').filter({ hasText: `${group}, ${partition}` }).last();
  await expect(row).toContainText(`offset ${offset}`);
  await expectAccessible();
});

test('the tables tell what the stage shows', async ({ page, expectAccessible }) => {
  for (let commit = 0; commit < 4; commit += 1) await page.keyboard.press('c');
  await button(page, 'Tables').click();
  const offsets = page.getByRole('table', { name: 'Offsets' });
  await expect(offsets.getByRole('row')).toHaveCount(10);
  const lanes = page.getByRole('group', { name: /^orders-0/ });
  const [, committed] = /fulfilment: committed (\w+)/.exec((await lanes.getAttribute('aria-label'))!)!;
  const row = offsets.getByRole('row', { name: /^orders-0 fulfilment/ });
  await expect(row.getByRole('cell').nth(3)).toHaveText(committed!);
  const consumers = page.getByRole('table', { name: 'Consumers' });
  await expect(consumers.getByRole('row', { name: /^inventory-1/ })).toContainText('owns orders-0');
  await expectAccessible();
});

test('one goes to the next and the previous of what one looks for', async ({ page }) => {
  await page.getByLabel('Look for').selectOption('poll');
  await button(page, 'Next poll').click();
  await expect(page.getByRole('contentinfo')).toContainText(/poll returns/);
  await drawn(page);
  const first = await slider(page).inputValue();
  await button(page, 'Next poll').click();
  await button(page, 'Previous poll').click();
  await expect(slider(page)).toHaveValue(first);
  await page.getByLabel('Look for').selectOption('crash');
  await expect(button(page, 'Next crash')).toHaveAttribute('aria-disabled', 'true');
  await button(page, 'Crash fulfilment-1').click();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await expect(page.getByRole('group', { name: 'fulfilment-1', exact: true })).toContainText('crashed');
});

test('Undo takes a crash back and keeps what came of it', async ({ page }) => {
  await expect(button(page, 'Undo')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('c');
  await button(page, 'Crash inventory-1').click();
  await button(page, 'Step').click();
  const member = page.getByRole('group', { name: 'inventory-1', exact: true });
  await expect(member).toContainText('crashed');
  await button(page, 'Undo').click();
  await expect(member).not.toContainText('crashed');
  const left = page.getByRole('list', { name: 'Runs that were left' });
  await left.getByRole('button', { name: /Return to the run left at/ }).click();
  await button(page, 'Step').click();
  await expect(member).toContainText('crashed');
});
