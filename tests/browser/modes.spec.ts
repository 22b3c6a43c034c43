// Other ways to look at the page: embedded, presented, without a network, and what is copied.
import { expect, test } from './fixtures.ts';
import { button, leadOn, openPage, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an embedded page has the stage and what moves the run, and leads to the whole page', async ({
  page,
  expectAccessible,
}) => {
  await page.setViewportSize({ width: 960, height: 540 });
  await page.goto('/?embed');
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
  await expect(button(page, 'Step')).toBeVisible();
  await expect(button(page, 'Lessons')).toBeHidden();
  await expect(page.getByRole('complementary')).toBeHidden();
  await expectAccessible();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('?embed#v1.');
  const moment = await slider(page).inputValue();
  const opening = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Open in OffsetScope' }).click();
  const whole = await opening;
  await expect(slider(whole)).toHaveValue(moment);
  await expect(button(whole, 'Lessons')).toBeVisible();
});

test('in front of a room hands are counted, remotes lead on, and the notes are elsewhere', async ({
  page,
  context,
  expectAccessible,
}) => {
  const teacher = await context.newPage();
  await teacher.goto('/notes.html');
  await page.goto('/?present#lesson=what-an-offset-is');
  const card = page.locator('#lesson');
  await expect(card).toContainText('Lesson 1');
  await expect(button(page, 'Present')).toHaveAttribute('aria-pressed', 'true');
  await expect(teacher.locator('#notes')).toContainText('What an offset is: 1 of');
  await expect(card.getByText('For the teacher')).toBeHidden();
  for (let part = 0; part < 8 && (await card.getByRole('list').count()) === 0; part += 1) {
    await leadOn(card, () => page.keyboard.press('PageDown'));
  }
  await card.getByRole('button', { name: 'One hand more' }).first().click();
  await expect(card.getByRole('group', { name: 'Hands for answer 1' })).toContainText('1');
  await expect(teacher.locator('#notes')).toContainText('The answer: ');
  await expectAccessible();
  await expect(button(page, 'Present')).toHaveAttribute('aria-pressed', 'true');
  await button(page, 'Present').click();
  await expect(button(page, 'Present')).toHaveAttribute('aria-pressed', 'false');
});

test('a link and a frame are copied', async ({ page, context, baseURL, expectAccessible }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPage(page);
  await page.keyboard.press('ArrowRight');
  await button(page, 'Share').click();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(new RegExp(`^${baseURL}#v1\\.`));
  await button(page, 'Copy link').click();
  await expect.poll(read).toBe(await page.getByRole('textbox', { name: 'Link' }).inputValue());
  await button(page, 'Copy frame').click();
  await expect.poll(read).toMatch(/^<iframe src="http.*\?embed#v1\..*<\/iframe>$/);
  await expectAccessible();
});

test.describe('after one visit', () => {
  // Without a network, the browser reports what it asks for in vain before the page's keeper answers.
  test.use({ emptyConsole: async ({}, use) => use() });

  test('the page needs no network', async ({ page, context }) => {
    await openPage(page);
    await page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready;
      if (active?.state !== 'activated') {
        await new Promise((done) => active?.addEventListener('statechange', done, { once: true }));
      }
    });
    await context.setOffline(true);
    await page.goto('/#lesson=what-an-offset-is');
    await page.reload();
    await expect(page.locator('#lesson')).toContainText('Lesson 1');
    await button(page, 'Charts').click();
    await expect(page.getByRole('region', { name: 'Charts' })).toContainText('Lag of fulfilment');
  });
});
