// A phone: what is asked and what it is asked about are seen together, and fingers hit what they mean to.
import type { Locator, Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { button, leadOn, openPage } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** The first brick of the first wall, and whether somebody sees it: nothing lies over it. */
async function isSeen(brick: Locator): Promise<boolean> {
  return brick.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    return seen !== null && element.contains(seen);
  });
}

const firstBrick = (page: Page) => page.getByRole('button', { name: /offset 0:/ }).first();

for (const [width, height] of [
  [390, 844],
  [360, 640],
] as const) {
  test.describe(`${width} by ${height}`, () => {
    test.use({ viewport: { width, height } });

    test('an open view leaves the wall in sight, and is made higher and lower', async ({ page }) => {
      await openPage(page);
      for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowRight');
      await button(page, 'Charts').click();
      const view = page.getByRole('region', { name: 'Charts' });
      await expect(view).toContainText('Lag of fulfilment');
      expect(await isSeen(firstBrick(page))).toBe(true);
      const high = async () => (await view.boundingBox())!.height;
      const before = await high();
      await button(page, 'More of this').click();
      await expect.poll(high).toBeGreaterThan(before * 1.2);
      await expect(button(page, 'Less, to see more of the stage')).toBeFocused();
      await button(page, 'Less, to see more of the stage').click();
      await expect.poll(high).toBe(before);
    });

    test('a lesson’s question and the wall are seen together', async ({ page, expectAccessible }) => {
      await page.goto('/#lesson=what-an-offset-is');
      const card = page.locator('#lesson');
      const answers = card.locator('.answers');
      for (let part = 0; part < 8 && (await answers.count()) === 0; part += 1) {
        await leadOn(card, () => card.getByRole('button', { name: 'Continue' }).click());
      }
      await expect(card.locator('.question')).toBeInViewport({ ratio: 1 });
      await expect(answers.getByRole('button').nth(1)).toBeInViewport({ ratio: 1 });
      expect(await isSeen(firstBrick(page))).toBe(true);
      await expectAccessible();
    });

    test('what a brick is asked stands below it', async ({ page }) => {
      await openPage(page);
      for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowRight');
      await firstBrick(page).click();
      await expect(page.getByRole('heading', { name: 'Why?' })).toBeInViewport({ ratio: 1 });
      expect(await isSeen(firstBrick(page))).toBe(true);
    });

    test('every control beside the stage is large enough for a finger', async ({ page }) => {
      await openPage(page);
      for (const view of ['Lessons', 'Faults', 'Build', 'Compare', 'Events', 'Share']) {
        await button(page, view).click();
        await expect(page.locator('#beside > :nth-child(2)')).not.toBeEmpty();
        await drawn(page);
        const small = await page.evaluate(() =>
          Array.from(document.querySelectorAll('button, select, .file'))
            .filter((it) => it.getClientRects().length > 0 && !it.closest('.stage'))
            .filter((it) => it.getBoundingClientRect().height < 40)
            .map((it) => it.outerHTML),
        );
        expect(small, view).toEqual([]);
      }
    });
  });
}

test.describe('enlarged to 400 %', () => {
  test.use({ viewport: { width: 320, height: 225 } });

  test('the page is read in one direction, and the dock hides nothing', async ({ page }) => {
    await openPage(page);
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowRight');
    const overhang = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overhang()).toBe(0);
    await firstBrick(page).focus();
    expect(await isSeen(firstBrick(page))).toBe(true);
    await button(page, 'Charts').click();
    await expect(page.getByRole('region', { name: 'Charts' })).toContainText('Lag of fulfilment');
    expect(await overhang()).toBe(0);
  });
});
