import { dialog, type BrowserWindow } from 'electron'
import type { RunState } from '../../shared/contract/lifecycle'
import type { Engine } from '../engine'
import type { Log } from '../lib/log'
import { asProblem } from '../lib/problem'
import { nextSpeed } from './run-controls'

/** What menu and tray do with the run. A refusal is said in a dialog: there may be no page to say it. */
export interface RunCommands {
  start(): void
  pause(): void
  stop(): void
  step(): void
  setSpeed(speed: number): void
  faster(): void
  slower(): void
}

export interface RunCommandOptions {
  engine: Engine
  window(): BrowserWindow | null
  /** Is told after each command, whatever came of it. */
  onDone(): void
  log: Log
}

export function createRunCommands({ engine, window, onDone, log }: RunCommandOptions): RunCommands {
  const run = (title: string, command: () => RunState) => () => {
    try {
      command()
    } catch (error) {
      log.info({ err: error }, 'a command of the menu was refused')
      void say(window(), title, error)
    }
    onDone()
  }
  const change = (direction: 1 | -1) => () => engine.setSpeed(nextSpeed(engine.health().run.speed, direction))
  return {
    start: run('The simulation was not started', () => engine.start()),
    pause: run('The simulation was not paused', () => engine.pause()),
    stop: run('The simulation was not stopped', () => engine.stop()),
    step: run('No step was made', () => engine.step()),
    setSpeed: speed => run('The speed was not changed', () => engine.setSpeed(speed))(),
    faster: run('The speed was not changed', change(1)),
    slower: run('The speed was not changed', change(-1)),
  }
}

function say(window: BrowserWindow | null, title: string, error: unknown): Promise<unknown> {
  const { message, tip } = asProblem(title, error)
  const options = { type: 'warning' as const, title: 'Elevated', message: title, detail: `${message}\n${tip}` }
  return window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options)
}
