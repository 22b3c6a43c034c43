// What does not depend on the story: links, themes, sizes, motion, accessibility.
import { drawn, expect, test } from './fixtures.ts';
import { openPage } from './parts.ts';

test('a link that cannot be read says why and opens the shop', async ({ page }) => {
  await page.goto('/#scenario=shoop');
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('there is no scenario “shoop”; there are: shop');
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
});

test('hostile text in a link is shown as text', async ({ page }) => {
  await page.goto(`/#${encodeURIComponent('<img src=x onerror=alert(1)>')}=1`);
  await expect(page.getByRole('alert')).toContainText('is not known');
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
});

test('another seed is another run', async ({ page }) => {
  await page.goto('/#seed=1');
  const opening = page.getByText(/The shop opens/).first();
  await expect(opening).toBeVisible();
  const first = await opening.innerText();
  await page.goto('/#seed=2');
  await expect(opening).not.toHaveText(first);
});

test('a step is seen to fly and then lands', async ({ page }) => {
  await openPage(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByRole('group', { name: /log end 1/ })).toHaveCount(1);
});

test('what flies takes the colours of the system as it changes', async ({ page }) => {
  await openPage(page);
  const order = () =>
    page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      // Read from a copy: the browser would advise the page to draw for being read.
      const copy = new OffscreenCanvas(canvas.width, canvas.height);
      const context = copy.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(canvas, 0, 0);
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      // The first pixel that is painted is one of the order that has just left the shop.
      const painted = pixels.findIndex((_, place) => place % 4 === 3 && pixels[place] === 255);
      return Array.from(pixels.slice(painted - 3, painted));
    });
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(order).toEqual([47, 57, 69]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(order).toEqual([217, 213, 204]);
});

test('the chosen colours outlive a reload', async ({ page }) => {
  await openPage(page);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByLabel('Colours').selectOption('dark');
  expect(await paper()).not.toBe(light);
  const dark = await paper();
  // What is still on its way would be broken off by the reload, and be reported.
  await page.waitForLoadState('networkidle');
  await page.reload();
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
  expect(await paper()).toBe(dark);
});

test('high contrast can be chosen, and comes to who asks the system for it', async ({ page }) => {
  const edges = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--strong-line'));
  await openPage(page);
  await drawn(page);
  const usual = await edges();
  await page.emulateMedia({ contrast: 'more' });
  await expect.poll(edges).not.toBe(usual);
  const contrast = await edges();
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect.poll(edges).toBe(usual);
  await page.getByLabel('Colours').selectOption('high contrast');
  expect(await edges()).toBe(contrast);
});

const sizes = { phone: [390, 844], laptop: [1280, 800], projector: [1920, 1080] } as const;
const looks = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;
for (const { colorScheme, contrast } of looks) {
  for (const [name, [width, height]] of Object.entries(sizes)) {
    test.describe(`${name}, ${colorScheme}${contrast === 'more' ? ', high contrast' : ''}`, () => {
      test.use({
        colorScheme,
        viewport: { width, height },
        contextOptions: { reducedMotion: 'reduce', contrast },
      });

      test('is accessible and nothing sticks out sideways', async ({ page, expectAccessible }) => {
        await openPage(page);
        for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowRight');
        await page.getByRole('button', { name: 'Crash fulfilment-1' }).click();
        await expectAccessible();
        const overhang = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overhang).toBe(0);
      });
    });
  }
}
