// What a person can keep of a run: its trace, and pictures.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { drawn, expect, test } from './fixtures.ts';
import { button } from './parts.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.beforeEach(async ({ page }) => {
  await page.goto('/');
  await expect(button(page, 'Step')).toBeVisible();
  for (let commit = 0; commit < 3; commit += 1) await page.keyboard.press('c');
  await button(page, 'Share').click();
  await expect(button(page, 'Trace')).toBeVisible();
});

test('the trace has a line of JSON for each step', async ({ page, expectAccessible }) => {
  await drawn(page);
  const steps = Number(await page.getByRole('slider', { name: 'Timeline' }).getAttribute('max'));
  const { name, text } = await kept(page, 'Trace');
  expect(name).toBe('trace.jsonl');
  const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as { step: number });
  expect(lines.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, place) => place + 1));
  await expectAccessible();
});

for (const [title, file] of [
  ['Stage as SVG', 'stage.svg'],
  ['Diagram as SVG', 'diagram.svg'],
] as const) {
  test(`${file} can be shown by itself, light and dark`, async ({ page }) => {
    const light = await kept(page, title);
    expect(light.name).toBe(file);
    expect(await widthOf(page, light.text)).toBeGreaterThan(400);
    await button(page, 'Dark pictures').click();
    await expect(button(page, 'Dark pictures')).toHaveAttribute('aria-pressed', 'true');
    const dark = await kept(page, title);
    expect(dark.text).not.toBe(light.text);
    expect(await widthOf(page, dark.text)).toBeGreaterThan(400);
  });
}

test('a picture in pixels is twice as large, so that it stays sharp', async ({ page }) => {
  const svg = await kept(page, 'Stage as SVG');
  const width = await widthOf(page, svg.text);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Stage as PNG').click(),
  ]);
  expect(download.suggestedFilename()).toBe('stage.png');
  const png = await readFile(await download.path());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(2 * width);
});

/** What is downloaded by a press. */
async function kept(page: Page, name: string) {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** How wide a browser takes a picture for, once it has read it; it fails if it cannot. */
async function widthOf(page: Page, svg: string) {
  return page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    await image.decode();
    return image.naturalWidth;
  }, svg);
}
