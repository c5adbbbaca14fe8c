import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'

/** Who uses the installed app: an ordinary account that every system has. */
const account = 'nobody'

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }

export function output(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', env: aptEnv, maxBuffer: 64 * 1024 * 1024 })
}

/** Installs a .deb; apt-get brings what it depends on, where that is not there yet. */
export function install(deb: string): void {
  if (spawnSync('dpkg', ['-i', deb], { encoding: 'utf8', env: aptEnv }).status === 0) return
  output('apt-get', 'update', '-qq')
  output('apt-get', 'install', '-y', '-qq', '--no-install-recommends', '--fix-broken')
}

export function remove(name: string): void {
  output('dpkg', '--purge', name)
}

/** Files and links of the system whose names have the app's, beside what is a cache or a list of the package manager. */
export function tracesOf(name: string): string[] {
  const folders = ['/opt', '/usr/bin', '/usr/lib', '/usr/share', '/etc', '/var/lib'].filter(existsSync)
  return output('find', ...folders, '-xdev', '-ipath', `*${name}*`)
    .split('\n')
    .filter(path => path !== '' && !path.startsWith('/var/lib/apt') && !path.startsWith(`/var/lib/${name}`))
    .sort()
}

export const opt = (): string[] => readdirSync('/opt').sort()

export interface InstalledApp {
  page: Page
  pid: number
  close(): Promise<void>
}

/** Starts the installed app as an ordinary user, sandboxed where the system allows it, and connects to its page. */
export async function startInstalled(binary: string, home: string, display: string | undefined): Promise<InstalledApp> {
  // setpriv becomes the program that it is given, so its process is the app's.
  const asUser = [`--reuid=${account}`, '--regid=nogroup', '--clear-groups', '--']
  const canSandbox = spawnSync('setpriv', [...asUser, 'unshare', '--user', 'true']).status === 0
  const flags = [...(canSandbox ? [] : ['--no-sandbox']), '--remote-debugging-port=0', '--ports', 'auto']
  const env = { PATH: process.env.PATH, HOME: home, DISPLAY: display, LANG: 'C.UTF-8' }
  const child = spawn('setpriv', [...asUser, binary, ...flags], { env, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' })
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
  const address = await debuggerAddress(child)
  // Without Playwright's own settings of the browser, which Electron does not have.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true })
  const page = browser.contexts()[0]!.pages()[0] ?? (await browser.contexts()[0]!.waitForEvent('page'))
  return {
    page,
    pid: child.pid!,
    async close() {
      await browser.close().catch(() => undefined)
      child.kill('SIGTERM')
      await ended
    },
  }
}

const addressMsMax = 60_000

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => reject(new Error(`${why}. The app said:\n${said.slice(-4_000)}`))
    const timer = setTimeout(() => fail(`no address of its page within ${addressMsMax} ms`), addressMsMax)
    child.on('exit', code => fail(`the app has ended with ${code}`))
    child.stderr!.on('data', data => {
      said += String(data)
      const found = /DevTools listening on (ws:\S+)/.exec(said)
      if (!found) return
      clearTimeout(timer)
      resolve(found[1]!)
    })
  })
}
