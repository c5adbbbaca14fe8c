import { defineConfig } from 'vitest/config'

/** The package: made, installed, used, removed. One after the other, and slow on a busy machine. */
export default defineConfig({
  test: {
    include: ['tests/package/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 420_000,
  },
})
