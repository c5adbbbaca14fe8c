import type { AboutApp } from '../../shared/contract/about'
import { logFile } from '../lib/app-log'
import { projectFile } from '../lib/files'

/** What this process is. */
export function aboutApp(dataDir: string): AboutApp {
  const { version, license } = JSON.parse(projectFile('package.json')) as { version: string; license: string }
  const { electron, chrome, node } = process.versions as Partial<Record<string, string>>
  const parts = [electron && `Electron ${electron}`, chrome && `Chromium ${chrome}`, node && `Node ${node}`]
  return {
    version,
    runtime: parts.filter(Boolean).join(', '),
    platform: `${process.platform} ${process.arch}`,
    dataDir,
    logFile: logFile(dataDir),
    licence: licenceText() ?? license,
  }
}

/** Packages may put it elsewhere than the checkout does. */
function licenceText(): string | null {
  try {
    return projectFile('LICENSE')
  } catch {
    return null
  }
}
