import { defineConfig } from 'vitest/config'

/** The original course's own programs, against the embedded stack on the standard ports. */
export default defineConfig({
  test: { include: ['tests/course/**/*.test.ts'], fileParallelism: false, testTimeout: 240_000, hookTimeout: 120_000 },
})
