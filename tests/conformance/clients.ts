import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'

/** A program that speaks Kafka's protocol and is not ours. */
export interface Client {
  name: string
  /** Why it cannot be run here, or null. */
  missing(): string | null
}

export const kcat: Client = {
  name: 'kcat',
  missing: () => (onPath('kcat') ? null : 'there is no kcat on the PATH'),
}

/** Kafka's own tools: java, and their jars in the folder KAFKA_LIBS. */
export const javaTools: Client = {
  name: "Kafka's Java tools",
  missing() {
    if (!onPath('java')) return 'there is no java on the PATH'
    const libs = process.env.KAFKA_LIBS
    return libs && existsSync(libs) ? null : "the variable KAFKA_LIBS names no folder with Kafka's jars"
  },
}

export const aiokafka = pythonClient('aiokafka')
export const confluentPython = pythonClient('confluent_kafka')

function pythonClient(module: string): Client {
  let found: string | null | undefined
  return {
    name: module,
    missing: () =>
      (found ??=
        spawnSync(python(), ['-c', `import ${module}`]).status === 0
          ? null
          : `${python()} has no module ${module} (CONFORMANCE_PYTHON names another Python)`),
  }
}

function python(): string {
  return process.env.CONFORMANCE_PYTHON ?? 'python3'
}

/** A describe block that is left out, with the reason on stdout, when the client is missing. */
export function describeClient(client: Client, cases: () => void): void {
  const reason = client.missing()
  if (reason !== null) process.stdout.write(`left out: ${client.name}: ${reason}\n`)
  describe.skipIf(reason !== null)(client.name, cases)
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  stdin?: string
  /** Then it is killed and the run fails. */
  withinMs?: number
}

/** Runs a program to its end. Throws, with what it said, when it is not 0 or takes too long. */
export async function run(program: string, args: string[], options: RunOptions = {}): Promise<Ended> {
  const ended = await runToEnd(program, args, options)
  if (ended.code === 0) return ended
  throw new Error(`${program} ${args.join(' ')} ended with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`)
}

/** The same, whatever it ends with; null when it took too long. */
export function runToEnd(
  program: string,
  args: string[],
  { stdin = '', withinMs = 60_000 }: RunOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', data => (stdout += String(data)))
    child.stderr.on('data', data => (stderr += String(data)))
    const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr })
    })
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}

/** Runs one of Kafka's tools by its class; what it printed, without its logging. */
export async function java(className: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runToEnd('java', javaArgs(className, args), options)
  if (code !== 0) throw new Error(`${className} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
  return stdout
}

export function javaArgs(className: string, args: string[]): string[] {
  return ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', join(process.env.KAFKA_LIBS ?? '', '*'), className, ...args]
}

/** Runs one case of a Python file beside this one; it fails as the assertions in it do. */
export async function pythonCase(file: string, name: string, bootstrap: string, prefix: string): Promise<string> {
  const path = fileURLToPath(new URL(`python/${file}`, import.meta.url))
  return (await run(python(), [path, name, bootstrap, prefix], { withinMs: 80_000 })).stdout
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, program)))
}
