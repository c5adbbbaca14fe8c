import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

/** The page. electron.vite.config.ts builds it with the rest; `npx vite build -c vite.renderer.config.ts` builds it alone. */
export default defineConfig({
  root: resolve('src/renderer'),
  base: '/',
  plugins: [react(), absoluteBase()],
  build: {
    // The older Electron that CI drives has Chromium 108.
    target: 'chrome108',
    cssTarget: 'chrome108',
    outDir: resolve('out/renderer'),
    emptyOutDir: true,
    rollupOptions: { input: resolve('src/renderer/index.html') },
  },
})

/**
 * Addresses have several words, and a page that is opened at one of them finds its files only from the root.
 * electron-vite takes them for files beside the page, so its word is not the last one.
 */
function absoluteBase(): Plugin {
  return { name: 'absolute-base', enforce: 'post', config: () => ({ base: '/' }) }
}
