import { defineConfig } from 'vitest/config'

/** Tests in a real browser. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    globalSetup: ['tests/e2e/real-app.setup.ts'],
    fileParallelism: false,
    // What a person would wait for on a machine that does much else: the stack, the city and a browser that draws in
    // software share its cores. Pages wait as long: see watchedPage.
    expect: { poll: { timeout: 45_000, interval: 100 } },
    // A browser on a busy machine may miss a moment that the stack does not repeat: what fails twice is a failure.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
