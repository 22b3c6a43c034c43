// Languages: the browser's or the one that was chosen, and nothing left in the other one.
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { openPage, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const VIEWS = ['课程', '故障', '搭建', '对比', '时空图', '图表', '事件', '表格', '__consumer_offsets', '图例', '分享'];

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const chineseSlider = (page: Page) => page.getByRole('slider', { name: '时间线' });

/** Opens the Chinese page, and waits until somebody hears what is pressed. */
async function openChinese(page: Page): Promise<void> {
  await page.goto('/zh/');
  await expect(page.getByRole('button', { name: '前进一步' })).toBeVisible();
}

/** Whatever is written or said on the page, programs and addresses aside, that reads like English. */
async function english(page: Page): Promise<string[]> {
  await drawn(page);
  return page.evaluate(() => {
    const said: string[] = [];
    const isCode = (element: Element | null) => element?.closest('code, iframe, [lang=en], #share-link, #share-frame');
    for (const element of Array.from(document.body.querySelectorAll('*'))) {
      if (isCode(element)) continue;
      for (const name of ['aria-label', 'title', 'aria-valuetext']) {
        said.push(element.getAttribute(name) ?? '');
      }
      for (const node of Array.from(element.childNodes)) {
        if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent ?? '');
      }
    }
    // Three words in a row, of which no two are names with a hyphen, a point or a digit in them.
    return said.filter((it) => /(^|[^\w.-])[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}([^\w.-]|$)/.test(it));
  });
}

test('nothing on the Chinese page is in English', async ({ page, expectAccessible }) => {
  await openChinese(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect(await english(page)).toEqual([]);
  await expectAccessible();
  for (let step = 0; step < 40; step += 1) await press(page, '前进一步');
  await page.getByRole('button', { name: '崩溃 fulfilment-1' }).click();
  for (let step = 0; step < 20; step += 1) await press(page, '前进一步');
  for (const view of VIEWS) {
    await press(page, view);
    await expect(page.locator('#beside')).not.toBeEmpty();
    expect(await english(page), view).toEqual([]);
    await expectAccessible();
  }
  await page.keyboard.press('?');
  expect(await english(page)).toEqual([]);
});

test('a lesson is asked, answered and told in Chinese', async ({ page, expectAccessible }) => {
  await page.goto('/zh/#lesson=before-or-after');
  const card = page.locator('#lesson');
  await expect(card.getByRole('heading').first()).toBeVisible();
  for (let part = 0; part < 4; part += 1) {
    expect(await english(page)).toEqual([]);
    const answers = card.locator('[data-do^="lesson:answer"]');
    if ((await answers.count()) > 0) await answers.first().click();
    await card.locator('[data-do^="lesson:on"]').click();
  }
  await expectAccessible();
});

test('what is proved is said in Chinese', async ({ page }) => {
  await openChinese(page);
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '证明', exact: true }).click();
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  expect(await english(page)).toEqual([]);
});

test.describe('from one language to the other', () => {
  // Who leaves a page does not wait for what it was still loading.
  test.use({ emptyConsole: async ({}, use) => use() });

test('a chosen language takes the moment along and is remembered', async ({ page }) => {
    await openPage(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain('#v1.');
    const moment = await slider(page).inputValue();
    await page.getByRole('link', { name: '中文' }).click();
    await expect(chineseSlider(page)).toHaveValue(moment);
    await page.goto('/');
    await expect(page).toHaveURL(/\/zh\/$/);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(slider(page)).toBeVisible();
    await page.goto('/');
    await expect(slider(page)).toBeVisible();
  });
});

test.describe('a browser that speaks Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('opens the Chinese page, with what the link says', async ({ page }) => {
    await page.goto('/?present#lesson=rebalances');
    await expect(page).toHaveURL(/\/zh\/\?present#lesson=rebalances$/);
    await expect(page.getByRole('button', { name: '演示' })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.locator('#lesson').getByRole('heading').first()).toBeVisible();
  });
});

test.describe('a browser that speaks neither', () => {
  test.use({ locale: 'fr-FR' });

  test('opens the English page', async ({ page }) => {
    await openPage(page);
    await expect(page).toHaveURL(/\/$/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});
