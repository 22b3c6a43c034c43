// What every browser test gets: a page whose console must stay empty, and an accessibility check.
//
// Import `test` and `expect` from here, never from '@playwright/test', or a test would pass while
// the page reports errors. package.json names playwright-core only so that axe drives the same
// version of it as the tests do.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

type Fixtures = {
  /** Fails the test at its end if the page wrote to the console, threw, or asked for a file in vain. */
  emptyConsole: void;
  /** Requires that axe finds nothing serious or critical in the page as it is now. */
  expectAccessible: () => Promise<void>;
};

export const test = base.extend<Fixtures>({
  emptyConsole: [
    async ({ page }, use) => {
      const complaints = collectComplaints(page);
      await use();
      expect(complaints, 'the console stays empty').toEqual([]);
    },
    { auto: true },
  ],

  expectAccessible: async ({ page }, use) => {
    await use(async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(serious, 'axe finds nothing serious').toEqual([]);
    });
  },
});

export { expect };

/**
 * Waits until what was pressed is drawn. Call it before reading a value once; an `expect` that
 * waits for a value needs it not.
 *
 * The page draws after the key or the click has been handled, not while it is: by the second frame
 * it has.
 */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
      }),
  );
}

/** Everything the page complains about from now on, as it happens. */
function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`request failed: ${request.url()}`));
  return complaints;
}
