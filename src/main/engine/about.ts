import { version } from '../../../package.json'
import type { AboutApp } from '../../shared/contract/about'
import { logFile } from '../lib/app-log'

/** What this process is. */
export function aboutApp(dataDir: string): AboutApp {
  const { electron, chrome, node } = process.versions as Partial<Record<string, string>>
  const parts = [electron && `Electron ${electron}`, chrome && `Chromium ${chrome}`, node && `Node ${node}`]
  return {
    version,
    runtime: parts.filter(Boolean).join(', '),
    platform: `${process.platform} ${process.arch}`,
    dataDir,
    logFile: logFile(dataDir),
  }
}
