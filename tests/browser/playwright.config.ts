// The tests that `cargo xtask test browser` runs.
import { defineConfig } from '@playwright/test';
import { shared } from './browser.ts';

export default defineConfig({
  ...shared,
  testMatch: '*.spec.ts',
  fullyParallel: true,
});
