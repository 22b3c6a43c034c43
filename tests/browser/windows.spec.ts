// A partition shows a window of its log, and the rest on a strip.
import { drawn, expect, test } from './fixtures.ts';
import { button } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the window moves over the log, stays there, and goes back to the newest', async ({
  page,
  expectAccessible,
}) => {
  await page.goto('/');
  const slider = page.getByRole('slider', { name: 'Window on orders-0' });
  await page.getByLabel('Speed').selectOption('fastest');
  await button(page, 'Play').click();
  await expect(slider).toBeVisible();
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(12);
  await button(page, 'Pause').click();
  await drawn(page);

  const newest = await slider.inputValue();
  const brick = (offset: number) =>
    page.getByRole('button', { name: `orders-0 offset ${offset}:` });
  await expect(brick(0)).toHaveCount(0);
  await expect(brick(Number(newest))).toHaveCount(1);
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(brick(0)).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await expect(brick(0)).toHaveCount(0);
  await expect(slider).toHaveAttribute('aria-valuetext', /^offsets 1 to \d+ of \d+$/);
  await expectAccessible();

  await button(page, 'Step').click();
  await expect(slider, 'whatever is appended').toHaveValue('1');
  await button(page, 'Follow the newest of orders-0').click();
  await expect(slider).not.toHaveValue('1');
  await expect(button(page, 'Follow the newest of orders-0')).toHaveCount(0);
});

test('of many partitions one is reached with Tab, the others with arrows', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Open a file').setInputFiles('many-of-everything.json');
  const strips = page.getByRole('region', { name: 'Broker' }).getByRole('button', { expanded: false });
  await expect.poll(() => strips.count()).toBeGreaterThan(8);
  await expect(page.locator('.strip[tabindex="0"]')).toHaveCount(1);
  await strips.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(strips.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(strips.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const opened = page.getByRole('region', { name: 'Broker' }).getByRole('button', { expanded: true });
  await expect(opened).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(opened).toHaveCount(0);
  await expect(strips.nth(1)).toBeFocused();
});
