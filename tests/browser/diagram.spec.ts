// The time-space diagram: steps on lines of life, messages between them, and what is connected.
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { button, slider } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  for (let commit = 0; commit < 4; commit += 1) await page.keyboard.press('c');
  await button(page, 'Diagram').click();
  await expect(present(page)).toHaveCount(1);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a step of the diagram leads to its moment, ${colorScheme}`, async ({ page, expectAccessible }) => {
    await page.emulateMedia({ colorScheme });
    await expect(present(page)).toHaveAccessibleName(/The coordinator stores the commit/);
    await expect(present(page)).toBeInViewport();
    const earlier = steps(page).filter({ hasText: /poll returns/ }).first();
    const name = await earlier.locator('title').innerHTML();
    await earlier.click();
    await expect(present(page).locator('title')).toHaveText(name);
    await expectAccessible();
  });
}

test('a step is pressed by Enter and by Space, and keeps the focus', async ({ page }) => {
  await drawn(page);
  const end = await slider(page).inputValue();
  const first = steps(page).first();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(slider(page)).not.toHaveValue(end);
  await expect(present(page)).toBeFocused();
  const moment = await slider(page).inputValue();
  const next = steps(page).nth(3);
  await next.focus();
  await page.keyboard.press(' ');
  await expect(slider(page)).not.toHaveValue(moment);
  await expect(button(page, 'Play')).toBeVisible();
});

test('arrows go along a line of life, and every step names its process', async ({ page }) => {
  await present(page).focus();
  await page.keyboard.press('ArrowLeft');
  const earlier = steps(page).and(page.locator(':focus'));
  await expect(earlier).toHaveAccessibleName(/^broker: coordinator: \d+:\d\d\.\d /);
  await expect(present(page)).not.toBeFocused();
  const stops = steps(page).and(page.locator('[tabindex="0"]'));
  expect(await stops.count(), 'a stop for each process').toBeLessThan(9);
  await page.keyboard.press('Enter');
  await expect(present(page)).toBeFocused();
});

test('heartbeats come when they are asked for', async ({ page }) => {
  const heartbeats = page.getByRole('group', { name: 'Messages' }).getByRole('button', { name: /Heartbeats/ });
  await expect(heartbeats).toHaveAttribute('aria-pressed', 'false');
  const heard = steps(page).filter({ hasText: /hears the heartbeat/ });
  await expect(heard).toHaveCount(0);
  await heartbeats.click();
  await expect(heartbeats).toHaveAttribute('aria-pressed', 'true');
  await expect(heard).not.toHaveCount(0);
  await expect(heartbeats).toBeFocused();
});

test('a crash breaks a line of life off, and a group can be left out', async ({ page }) => {
  await button(page, 'Crash fulfilment-1').click();
  await expect(present(page)).toHaveAccessibleName(/fulfilment-1 crashes/);
  const groups = page.getByRole('group', { name: 'Groups' });
  await groups.getByRole('button', { name: 'fulfilment' }).click();
  await expect(steps(page).filter({ hasText: /fulfilment/ })).toHaveCount(0);
});

function steps(page: Page) {
  return page.getByRole('group', { name: 'Time-space diagram' }).getByRole('button');
}

function present(page: Page) {
  return steps(page).and(page.locator('[aria-current=step]'));
}
