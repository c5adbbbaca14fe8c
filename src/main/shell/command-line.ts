/** Chromium's and Electron's own switches that a person may give; they read these themselves, so the app passes them over. */
const platformSwitches = new Set([
  'allow-file-access-from-files',
  'disable-dev-shm-usage',
  'disable-features',
  'disable-gpu',
  'enable-features',
  'enable-logging',
  'force-color-profile',
  'force-device-scale-factor',
  'in-process-gpu',
  'inspect',
  'inspect-brk',
  'lang',
  'no-sandbox',
  'original-process-start-time',
  'ozone-platform',
  'ozone-platform-hint',
  'password-store',
  'remote-debugging-port',
  'use-gl',
])

/**
 * The app's own flags in Electron's command line.
 *
 * @param argv process.argv
 * @param isDefaultApp whether Electron was given the app's folder as an argument; a package has none
 */
export function appArgs(argv: string[], isDefaultApp: boolean): string[] {
  let from = 1
  if (isDefaultApp) {
    while (argv[from]?.startsWith('-')) from += ['-r', '--require'].includes(argv[from]!) ? 2 : 1
    from++
  }
  return argv.slice(from).filter(arg => !isPlatformSwitch(arg))
}

function isPlatformSwitch(arg: string): boolean {
  // macOS gives a program that is opened from the Finder its serial number.
  if (arg.startsWith('-psn_')) return true
  return arg.startsWith('--') && platformSwitches.has(arg.slice(2).split('=')[0]!)
}
