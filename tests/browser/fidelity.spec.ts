// How true is this? The page that is made of FIDELITY.md.
import { expect, test } from './fixtures.ts';

test('a lesson leads to the rule that it speaks of', async ({ page, expectAccessible }) => {
  // How the row begins that a lesson names, as its card writes it.
  await page.goto('/fidelity.html#a-commit-never-touches-a-log');
  const rule = page.locator('article:target');
  await expect(rule).toBeInViewport();
  await expect(rule).toContainText('nobody asks whether a record was read');
  await expect(rule).toContainText(/\d+ recorded cases? agrees?/);
  await expectAccessible();
});

test('it says what is left out, and how much was recorded', async ({ page }) => {
  await page.goto('/fidelity.html');
  await expect(page.getByRole('heading', { name: 'How true is this?' })).toBeVisible();
  await expect(page.locator('.counts')).toContainText(/agree with the model\s*\d{4}/);
  await page.getByRole('navigation').getByRole('link', { name: 'Left out' }).click();
  await expect(page.getByRole('heading', { name: 'Left out' })).toBeInViewport();
});

test('a rule has a link to it that is told from the others', async ({ page }) => {
  await page.goto('/fidelity.html');
  const link = page.getByRole('link', { name: 'Link to: A commit never touches a log' });
  await link.click();
  await expect(page.locator('article:target')).toContainText('nobody asks whether a record was read');
});

test('a rule has the same address in Chinese, and each language leads to the other', async ({ page }) => {
  await page.goto('/fidelity.html#a-commit-never-touches-a-log');
  await expect(page.locator('article:target')).toBeInViewport();
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page).toHaveURL(/\/zh\/fidelity\.html#a-commit-never-touches-a-log/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const rule = page.locator('article:target');
  await expect(rule).toBeInViewport();
  await expect(rule).toContainText('提交从不改动日志');
  await expect(rule).toContainText(/\d+ 个录制案例与之一致/);
  await expect(page.getByRole('heading', { name: '这有多真实？' })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('article:target')).toContainText('nobody asks whether a record was read');
});

test('it fits a phone, in the dark as well', async ({ page, expectAccessible }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/fidelity.html');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await expectAccessible();
});

test('the legend leads to it', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Legend' }).click();
  const link = page.getByRole('link', { name: 'How true is this?' });
  await expect(link).toHaveAttribute('href', 'fidelity.html');
});
