// What does not depend on the story: links, themes, sizes, motion, accessibility.
import { expect, test } from './fixtures.ts';

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
  const first = await page.getByText(/The shop opens/).first().innerText();
  await page.goto('/#seed=2');
  await expect(page.getByText(/The shop opens/).first()).not.toHaveText(first);
});

test('a step is seen to fly and then lands', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(page.getByRole('img', { name: /log end 1/ })).toHaveCount(1);
});

test('the chosen colours outlive a reload', async ({ page }) => {
  await page.goto('/');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByLabel('Colours').selectOption('dark');
  expect(await paper()).not.toBe(light);
  const dark = await paper();
  await page.reload();
  await expect(page.getByRole('region', { name: 'Broker' })).toBeVisible();
  expect(await paper()).toBe(dark);
});

const sizes = { phone: [390, 844], laptop: [1280, 800], projector: [1920, 1080] } as const;
for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, [width, height]] of Object.entries(sizes)) {
    test.describe(`${name}, ${colorScheme}`, () => {
      test.use({
        colorScheme,
        viewport: { width, height },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test('is accessible and nothing sticks out sideways', async ({ page, expectAccessible }) => {
        await page.goto('/');
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
