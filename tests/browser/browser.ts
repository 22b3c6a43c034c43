// How both test suites (playwright.config.ts, bench.config.ts) start the browser and the page.
import type { PlaywrightTestConfig } from '@playwright/test';

// `cargo xtask` finds a browser and says here where it is. Playwright's own is never downloaded.
const executablePath = process.env.CHROMIUM;
if (executablePath === undefined) {
  throw new Error('CHROMIUM is not set. Run these tests with: cargo xtask test browser');
}

// Another port, where two copies of the project are tested at once.
const port = Number(process.env.OFFSETSCOPE_PORT ?? 41737);
const address = `http://127.0.0.1:${port}/`;

export const shared = {
  outputDir: 'results',
  forbidOnly: true,
  // The longest test presses a button some 300 times: half a minute on two busy cores.
  timeout: 90_000,
  // A test that passes only when it is run again is reported as flaky, by name.
  retries: 1,
  reporter: 'list',
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath,
      // No sandbox, since CI runs as root. The rest keeps the browser from talking to anyone.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    // The page as it is published, which `cargo xtask test page` builds.
    command: `sirv ../../target/page --host 127.0.0.1 --port ${port} --quiet`,
    url: address,
    reuseExistingServer: false,
  },
} satisfies PlaywrightTestConfig;
