import { defineConfig } from 'vitest/config'

/**
 * Clients that we did not write, against our broker or (CONFORMANCE_BOOTSTRAP=host:port) any other Kafka. One after the
 * other, since several start a Java or Python process for each case.
 */
export default defineConfig({
  test: {
    include: ['tests/conformance/**/*.conformance.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
})
