// Everything by keyboard, as `?` says.
import { drawn, expect, test } from './fixtures.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeVisible();
});

test('arrows step, Home and End go to the ends', async ({ page }) => {
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  const first = await slider.inputValue();
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  const second = await slider.inputValue();
  expect(Number(second)).toBeGreaterThan(Number(first));
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveValue(first);
  await page.keyboard.press('Home');
  await expect(slider).toHaveValue('0');
  await page.keyboard.press('End');
  await expect(slider).toHaveValue(second);
});

test('Space and the presenter’s dot play and pause', async ({ page }) => {
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('.');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a focused button keeps its Space, a field keeps its keys', async ({ page }) => {
  await page.getByRole('button', { name: 'Step', exact: true }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await drawn(page);
  const before = await slider.inputValue();
  await page.getByLabel('Speed').focus();
  await page.keyboard.press('ArrowRight');
  await drawn(page);
  await expect(slider).toHaveValue(before);
});

test('Shift and an arrow go from mark to mark', async ({ page }) => {
  await page.getByRole('button', { name: 'Crash inventory-1' }).click();
  const slider = page.getByRole('slider', { name: 'Timeline' });
  await drawn(page);
  const crash = await slider.inputValue();
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(slider).toHaveValue(crash);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(slider).toHaveValue('0');
});

test('the key sheet opens, closes and gives the focus back', async ({ page }) => {
  await page.getByRole('button', { name: 'Step', exact: true }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeFocused();
});

test('the focus is not lost when what has it is gone', async ({ page }) => {
  const crash = page.getByRole('button', { name: 'Crash fulfilment-1' });
  await crash.focus();
  await page.keyboard.press('Enter');
  await expect(crash).toHaveCount(0);
  const member = page.getByRole('group', { name: 'fulfilment-1', exact: true });
  await expect(member).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Restart fulfilment-1' })).toBeFocused();

  for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowRight');
  const brick = page.getByRole('button', { name: /offset 0:/ }).first();
  await brick.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Close', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(brick).toBeFocused();
});

test('who begins a lesson is at its card, who builds is at the stage', async ({ page }) => {
  await page.getByRole('button', { name: 'Lessons' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /What an offset is/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lesson')).toBeFocused();
  await page.getByRole('button', { name: 'Leave', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#lesson')).toHaveCount(0);
  await expect(page.locator(':focus')).toHaveCount(1);
});
