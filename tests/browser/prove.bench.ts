// How long a proof takes in the browser, with the bounds that are set at first, for every way to
// commit; and the longest time that the page stood still meanwhile.
import { test } from './fixtures.ts';

test('proving', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/');
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'longtask' });
  });
  await page.getByRole('button', { name: 'Prove what can happen to fulfilment' }).click();
  const prover = page.getByRole('dialog');
  await prover.getByLabel('It commits').waitFor();
  const strategies = await prover.getByLabel('It commits').locator('option').allTextContents();
  for (const strategy of strategies) {
    await prover.getByLabel('It commits').selectOption(strategy);
    await prover.getByRole('list', { name: 'Verdicts' }).waitFor({ state: 'hidden' });
    const before = await page.evaluate(() => performance.now());
    await prover.getByRole('button', { name: 'Prove' }).click();
    const said = prover.getByRole('status').getByText(/states/);
    await prover.getByRole('list', { name: 'Verdicts' }).waitFor();
    const took = (await page.evaluate(() => performance.now())) - before;
    console.log(`${took.toFixed(0).padStart(5)} ms  ${strategy}: ${await said.textContent()}`);
  }
  const longest = await page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
  console.log(`The longest task of the main thread took ${longest.toFixed(0)} ms (0: none of 50 ms or more).`);
});
