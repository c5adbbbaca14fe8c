import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'
import { eventually } from '../support/process'

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
  const end = () => {
    child.kill('SIGTERM')
    return ended
  }
  const { browser, page } = await pageOf(child).catch(async (error: unknown) => {
    await end()
    throw error
  })
  return {
    page,
    pid: child.pid!,
    async close() {
      await browser.close().catch(() => undefined)
      await end()
    },
  }
}

async function pageOf(child: ChildProcess): Promise<{ browser: Browser; page: Page }> {
  const address = await debuggerAddress(child)
  await eventually("the app's page", pageMsMax, () => hasPage(new URL(address).host))
  const browser = await connected(address)
  const [context] = browser.contexts()
  return { browser, page: context!.pages()[0] ?? (await context!.waitForEvent('page')) }
}

const addressMsMax = 60_000
const pageMsMax = 60_000
const connectTries = 3

/** Whether the window has left the blank page that it begins with: connecting amid that change can wait for ever. */
async function hasPage(host: string): Promise<boolean> {
  const response = await fetch(`http://${host}/json/list`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
  const targets = response ? ((await response.json()) as { type: string; url: string }[]) : []
  return targets.some(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank')
}

/** Playwright's connection, without its own settings of the browser, which Electron does not have. */
async function connected(address: string, tries = connectTries): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(address, { noDefaults: true, timeout: 30_000 })
  } catch (error) {
    if (tries <= 1) throw error
    return connected(address, tries - 1)
  }
}

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
