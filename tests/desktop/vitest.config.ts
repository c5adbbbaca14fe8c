import { defineConfig } from 'vitest/config'

/** The desktop shell in a real Electron; one window at a time. */
export default defineConfig({
  test: {
    include: ['tests/desktop/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
