/**
 * The one script that is not TypeScript: it runs before anything is installed. It installs when package-lock.json is
 * newer than what is installed, builds when a source is newer than what is built, and then runs the command.
 * All that it and npm say goes to stderr: stdout belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
const nodeMajorMin = 20

/** What a build is made from. */
const buildInputs = ['src', 'schemas', 'resources', 'electron.vite.config.ts', 'package-lock.json']

const commands = {
  start: args => start(args),
  headless: args => runBuilt('headless', args),
  // The database comes with the stations table, as the compose file's does.
  stack: args => runBuilt('stack', ['--init-sql', join(root, 'resources', 'postgres', 'stations.sql'), ...args]),
  build: () => build(),
  test: args => (build({ whenNeeded: true }), runScript('scripts/test.mts', args)),
  check: args => runScript('scripts/check.mts', args),
  package: args => (build({ whenNeeded: true }), installPackaging(), runScript('scripts/package.mts', args)),
  shots: args => (build({ whenNeeded: true }), runScript('scripts/shots.mts', args)),
  bench: args => (build({ whenNeeded: true }), runScript('tests/bench/index.mts', args)),
}

const [, , command, ...args] = process.argv
if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
  fail(`Elevated needs Node ${nodeMajorMin} or later; this is ${process.version}.`)
}
if (!command || !Object.hasOwn(commands, command)) fail(`Commands: ${Object.keys(commands).join(', ')}.`)
process.chdir(root)
install()
await commands[command](args)

/** The desktop window where there is one to open, else the web shell, with the reason in one line. */
async function start(args) {
  build({ whenNeeded: true })
  const reason = noDesktopReason(args)
  if (!reason) return exec(electronBinary(), [...args.filter(isSandboxSwitch), root, ...args.filter(isOwnFlag)])
  process.stderr.write(`${reason} Opening the web shell instead.\n`)
  const flags = args.filter(isOwnFlag)
  await runBuilt('headless', ['--open', ...(flags.includes('--no-autostart') ? [] : ['--autostart']), ...flags])
}

/** For Chromium alone: it means nothing to the web shell. */
function isSandboxSwitch(arg) {
  return arg === '--no-sandbox'
}

function isOwnFlag(arg) {
  return !isSandboxSwitch(arg)
}

function noDesktopReason(args) {
  const linux = !windows && process.platform !== 'darwin'
  if (linux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display for a desktop window.'
  if (!electronBinary()) return "Electron's binary is not on this machine; `npx install-electron` fetches it."
  return linux && !args.some(isSandboxSwitch) ? noSandboxReason() : null
}

/** The window never runs without its sandbox unless a person asks for that. */
function noSandboxReason() {
  const howTo = '`npm start -- --no-sandbox` opens the window without it.'
  if (process.getuid() === 0) return `Chromium's sandbox does not work for root; ${howTo}`
  return canSandbox() ? null : `This system does not let Chromium build its sandbox; ${howTo}`
}

/** Chromium's sandbox needs user namespaces, which some systems keep from ordinary programs, or its helper set up by root. */
function canSandbox() {
  const helper = statSync(join(dirname(electronBinary()), 'chrome-sandbox'), { throwIfNoEntry: false })
  if (helper && helper.uid === 0 && (helper.mode & 0o4111) === 0o4111) return true
  // Where there is no unshare to try it with, Chromium itself says what is wrong.
  const tried = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' })
  return tried.error !== undefined || tried.status === 0
}

function electronBinary() {
  const name = windows
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : 'electron'
  const places = [process.env.ELECTRON_OVERRIDE_DIST_PATH, join(root, 'node_modules', 'electron', 'dist')]
  return (
    places
      .filter(Boolean)
      .map(place => join(place, name))
      .find(existsSync) ?? null
  )
}

/** Runs a bundle in this process: a second Node would cost 40 ms and a signal on the way. */
async function runBuilt(name, args) {
  build({ whenNeeded: true })
  const entry = join(root, 'out', 'main', `${name}.js`)
  process.argv = [process.argv[0], entry, ...args]
  await import(pathToFileURL(entry).href)
}

function runScript(script, args) {
  return exec(process.execPath, ['--import', 'tsx', script, ...args])
}

function install() {
  // Packages that another checkout lends are not ours to replace.
  if (existsSync('node_modules') && lstatSync('node_modules').isSymbolicLink()) return
  if (isInstalled('.')) return
  process.stderr.write('Installing packages (once)…\n')
  installFrom('.')
}

/** The tools that make packages: only who makes one waits for them. */
function installPackaging() {
  if (isInstalled('packaging')) return
  process.stderr.write('Installing what makes packages (once)…\n')
  installFrom('packaging')
}

function isInstalled(folder) {
  const done = join(folder, 'node_modules', '.package-lock.json')
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs) return true
  // A checkout gives every file today's time, so an equal lock of an older install is looked into as well.
  const lock = join(folder, 'node_modules', '.elevated-lock')
  return existsSync(lock) && readFileSync(lock, 'utf8') === lockHash(folder)
}

function installFrom(folder) {
  run(windows ? 'npm.cmd' : 'npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(join(folder, 'node_modules', '.elevated-lock'), lockHash(folder))
}

function lockHash(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
}

function build({ whenNeeded = false } = {}) {
  const stamp = 'out/.built'
  const inputs = stampOf(buildInputs)
  if (whenNeeded && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return
  process.stderr.write('Building…\n')
  run(process.execPath, ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'])
  mkdirSync('out', { recursive: true })
  writeFileSync(stamp, inputs)
}

/** Paths, sizes and times of all inputs: equal as long as nobody touched one. */
function stampOf(paths) {
  const hash = createHash('sha256')
  const visit = path => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat) return
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`)
  }
  paths.forEach(visit)
  return hash.digest('hex')
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, {
    stdio: ['ignore', process.stderr, process.stderr],
    shell: windows,
  })
  if (error) fail(`${program} could not run: ${error.message}`)
  if (status !== 0) fail(`${program} ${args.join(' ')} failed with exit code ${status}.`)
}

/** Runs a program in the foreground, hands signals on, and ends as it ends. */
function exec(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  return new Promise(() => {
    child.on('error', error => fail(`${program} could not run: ${error.message}`))
    child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
  })
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
