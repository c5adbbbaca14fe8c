import { spawn } from 'node:child_process'

/** Runs a program in the foreground and resolves with its exit code; a signal counts as 1. */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...quiet, ...env } })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', code => resolve(code ?? 1))
  })
}

/** Vite warns of a default that it has not changed yet; the configs are for the present one. */
const quiet = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' }

/** Path of a package's command inside node_modules, to be run with Node. */
export function bin(path: string): string {
  return `node_modules/${path}`
}
