import { oc } from '@orpc/contract'
import * as z from 'zod'

/** What the app runs on and where it keeps its things. */
export const aboutApp = z.object({
  version: z.string(),
  /** "Electron 45.4.1, Chromium 140.0, Node 24.1.0", or "Node 20.20.2". */
  runtime: z.string(),
  /** "linux x64" */
  platform: z.string(),
  dataDir: z.string(),
  logFile: z.string(),
  /** The licence's text, or its name. */
  licence: z.string(),
})
export type AboutApp = z.infer<typeof aboutApp>

export const about = { get: oc.output(aboutApp) }
