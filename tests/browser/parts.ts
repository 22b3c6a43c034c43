// Parts of the page that many tests use, by role and name.
import type { Locator, Page } from '@playwright/test';
import { drawn, expect } from './fixtures.ts';

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export function slider(page: Page): Locator {
  return page.getByRole('slider', { name: 'Timeline' });
}

/** What is told of the present step. */
export function sentence(page: Page): Locator {
  return page.getByRole('contentinfo').getByRole('paragraph').first();
}

/** Steps until the sentence matches. A run that never says so fails by the test's own time-out. */
export async function stepUntil(page: Page, wanted: RegExp): Promise<string> {
  for (;;) {
    await drawn(page);
    const said = await sentence(page).innerText();
    if (wanted.test(said)) return said;
    await button(page, 'Step').click();
  }
}

/** Opens the page, and waits until somebody hears what is pressed: a key has nobody else to wait for. */
export async function openPage(page: Page, address = '/'): Promise<void> {
  await page.goto(address);
  await expect(button(page, 'Step')).toBeVisible();
}

/**
 * Leads a lesson on by a press, and waits for its next part. The card is drawn by a worker: it is the next
 * part's as soon as it says something else, and once the stage has come to that part's moment.
 */
export async function leadOn(card: Locator, press: () => Promise<void>): Promise<void> {
  await expect(card.getByRole('button', { name: 'Continue' })).toBeVisible();
  const before = await card.innerText();
  await press();
  await expect(card).not.toHaveText(before, { useInnerText: true });
  await expect(card.getByText('Watch the stage.')).toHaveCount(0);
}
