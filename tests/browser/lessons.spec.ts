// Lessons: what is asked before it is shown, what is graded, what is to be reached.
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openPage, slider } from './parts.ts';

const CATALOGUE = new URL('../../lessons/catalogue/', import.meta.url);

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** What a lesson says. */
const card = (page: Page) => page.locator('#lesson');
const press = (page: Page, name: string | RegExp) => card(page).getByRole('button', { name }).click();

const LESSON = {
  title: 'A lesson of <b>one’s own</b>',
  about: 'It asks whether the log grows.',
  scenario: {
    topics: [{ name: 'orders', partitions: 1 }],
    producers: [
      { 'client.id': 'shop', topic: 'orders', first_order_ms: 5000, order_interval_ms: 3000 },
    ],
    groups: [
      {
        'group.id': 'fulfilment',
        topic: 'orders',
        strategy: 'AfterBatch',
        processing_ms: 900,
        config: { 'auto.offset.reset': 'earliest' },
        members: ['fulfilment-1'],
      },
    ],
  },
  path: [
    { until: 'log_end(orders-0) = 1', say: ['The log ends at {log_end(orders-0)}.'] },
    {
      ask: {
        question: 'And then?',
        options: [
          { say: 'it shrinks', if: 'log_end(orders-0) < 1', because: 'A log only grows at its end.' },
          { say: 'it grows', if: 'log_end(orders-0) > 1' },
        ],
      },
      until: 'log_end(orders-0) = 2',
      say: ['It has grown.'],
    },
  ],
  goal: {
    say: 'Crash the consumer.',
    reach: 'crashes = 1',
    hint: 'It has a button for that.',
    solution: [{ do: { crash: 'fulfilment-1' } }],
  },
};

const open = (page: Page, text: string) =>
  page
    .getByLabel('Open a file')
    .setInputFiles({ name: 'lesson.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('a prediction comes first, is graded by the run, and the goal is reached by hand', async ({
  page,
  expectAccessible,
}) => {
  await openPage(page);
  await open(page, JSON.stringify(LESSON));
  await expect(card(page)).toContainText('The log ends at 1.');
  await expect(card(page).getByRole('heading')).toContainText('A lesson of <b>one’s own</b>');
  await expectAccessible();

  await press(page, 'Continue');
  await expect(card(page)).toContainText('And then?');
  const moment = await slider(page).inputValue();
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(slider(page)).toHaveValue(moment);

  await press(page, 'it shrinks');
  await expect(card(page)).toContainText('Not so: it shrinks');
  await expect(card(page)).toContainText('A log only grows at its end.');
  await expect(card(page)).toContainText('It was: it grows');
  await expect(page.getByRole('button', { name: 'To the goal' })).toBeFocused();
  await expectAccessible();

  await page.keyboard.press('Enter');
  await expect(card(page)).toContainText('Your goal: Crash the consumer.');
  await press(page, 'A hint');
  await expect(card(page)).toContainText('It has a button for that.');
  await press(page, 'Show a solution');
  await expect(card(page)).toContainText('what was shown does not count');
  await press(page, 'Begin again');
  await page.getByRole('button', { name: 'Crash fulfilment-1' }).click();
  await expect(card(page)).toContainText('Reached with 1 action.');
  await expectAccessible();

  await press(page, 'Leave');
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'inventory-1', exact: true })).toBeVisible();
});

test('a bad lesson says where and why, and nothing changes', async ({ page }) => {
  await openPage(page);
  const notice = page.getByRole('alert');
  await open(page, JSON.stringify({ ...LESSON, path: [{ until: 'lag(nobody) = 1', say: [] }] }));
  await expect(notice).toContainText('path[0].until: character 1: “lag” is nothing that can be measured');
  const unfair = structuredClone(LESSON);
  unfair.path[1].ask!.options[0].if = 'log_end(orders-0) = 2';
  await open(page, JSON.stringify(unfair));
  await expect(notice).toContainText('path[1].ask.options[1].if: this is so, and options[0] is so too');
  await expect(card(page)).toHaveCount(0);
});

test('a lesson of the catalogue is found by its address, and its goal is remembered', async ({
  page,
}) => {
  await page.goto('/#lesson=what-an-offset-is.goal');
  await expect(card(page)).toContainText('Your goal: ');
  await page.getByLabel('Speed').selectOption({ label: '16×' });
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(card(page)).toContainText('Reached with no action but watching.');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await openPage(page);
  await page.getByRole('button', { name: 'Lessons' }).click();
  await expect(page.getByRole('region', { name: 'Lessons' })).toContainText('1 of');
  await page.goto('/#lesson=nothing');
  await expect(page.getByRole('alert')).toContainText('there is no lesson “nothing”');
});

test('whoever has read a long card to its end finds the beginning of the next, and the stage beside it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto('/#lesson=what-an-offset-is');
  await expect(card(page)).toContainText('in the picture, each record is a brick');
  await page.evaluate(() => window.scrollTo(0, 300));
  const heading = card(page).getByRole('heading');
  await expect(heading).not.toBeInViewport();
  await press(page, 'Continue');
  await expect(card(page)).toContainText('it is a consumer');
  await expect(heading).toBeInViewport({ ratio: 1 });
});

test('a lesson is made of one’s own run, tried, and kept as a file', async ({ page, expectAccessible }) => {
  await openPage(page);
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Lessons' }).click();
  const view = page.getByRole('region', { name: 'Lessons' });
  await view.getByRole('button', { name: 'Make a lesson of the run' }).click();
  await view.getByRole('textbox', { name: 'Title' }).fill('My own');
  await view.getByRole('button', { name: 'Try it' }).click();
  await expect(view.getByRole('alert')).toContainText('path: a lesson has 1 to');
  await view.getByRole('button', { name: 'Mark this moment' }).click();
  await view.getByRole('textbox', { name: 'What is said there' }).fill('The log ends at {log_end(orders-0)}.');
  await expectAccessible();
  const downloading = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Save as a file' }).click();
  expect((await downloading).suggestedFilename()).toBe('lesson.json');
  await view.getByRole('button', { name: 'Try it' }).click();
  await expect(card(page).getByRole('heading')).toContainText('My own');
  await expect(card(page)).toContainText('The log ends at ');
});

test('every lesson of the catalogue opens, and is accessible as it begins', async ({ page, expectAccessible }) => {
  const files = await readdir(CATALOGUE);
  expect(files.length).toBeGreaterThanOrEqual(16);
  for (const file of files) {
    const id = basename(file, '.json');
    // Another address each time, and not only another fragment: the page is loaded anew.
    await page.goto(`/?${id}#lesson=${id}`);
    await expect(card(page).getByRole('heading').first(), file).toBeVisible();
    await expectAccessible();
  }
});
