import { defineConfig } from 'vitest/config'

/** The broker, killed again and again while clients write and read. */
export default defineConfig({
  test: {
    include: ['tests/crash/**/*.crash.ts'],
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
})
