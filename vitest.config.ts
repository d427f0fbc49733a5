import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Tests start real processes and browsers; a busy machine is no failure. Nothing waits for this.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    // What a page or a process comes to say is waited for, not read at one instant.
    expect: { poll: { timeout: 400_000, interval: 50 } },
  },
});
