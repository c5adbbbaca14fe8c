import { spawn } from 'node:child_process'

/** Runs a program in the foreground and resolves with its exit code; a signal counts as 1. */
export function run(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', code => resolve(code ?? 1))
  })
}

/** Path of a package's command inside node_modules, to be run with Node. */
export function bin(path: string): string {
  return `node_modules/${path}`
}
