import { defineConfig } from 'vitest/config'

/** The whole app, started as a user does; one at a time, since each brings a stack of its own. */
export default defineConfig({
  test: {
    include: ['tests/pipeline/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
