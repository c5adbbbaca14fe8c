import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** The page. electron.vite.config.ts builds it with the rest; `npx vite build -c vite.renderer.config.ts` builds it alone. */
export default defineConfig({
  root: resolve('src/renderer'),
  base: '/',
  plugins: [react()],
  build: {
    // The older Electron that CI drives has Chromium 108.
    target: 'chrome108',
    cssTarget: 'chrome108',
    outDir: resolve('out/renderer'),
    emptyOutDir: true,
    rollupOptions: { input: resolve('src/renderer/index.html') },
  },
})
