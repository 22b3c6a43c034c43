// The measurements that `cargo xtask bench` takes: one at a time, so that none disturbs another.
import { defineConfig } from '@playwright/test';
import { shared } from './browser.ts';

export default defineConfig({
  ...shared,
  testMatch: '*.bench.ts',
  workers: 1,
});
