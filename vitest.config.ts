import { defineConfig } from 'vitest/config'

/** Unit and protocol tests: beside the code, and the tests of the source itself. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/tidy/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
