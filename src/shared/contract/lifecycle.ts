import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { problem } from './problem'
import { serviceNames } from './services'

/** waiting: its turn has not come; absent: the profile has no such service. */
export const serviceState = z.object({
  name: z.enum(serviceNames),
  state: z.enum(['waiting', 'starting', 'ready', 'slow', 'failed', 'absent']),
  /** Address without credentials, such as 127.0.0.1:9092; null when absent. */
  address: z.string().nullable(),
  /** Set when the standard port was taken and another one is used. */
  note: z.string().nullable(),
  problem: problem.nullable(),
})
export type ServiceState = z.infer<typeof serviceState>

/** One provisioning step. unknown: not looked at yet. */
export const stepState = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['unknown', 'checking', 'applying', 'done', 'failed', 'skipped']),
  /** What was found or made, in one line. */
  detail: z.string().nullable(),
  problem: problem.nullable(),
  /** Of the newest look at it, with what was made: how long it took, ms, and when it ended, wall ms. */
  took: z.object({ ms: z.number(), endedAt: z.number() }).optional(),
})
export type StepState = z.infer<typeof stepState>

/** A producer, the transformer or a consumer: does it keep up, and if not, why. off: the profile lacks what it needs. */
export const partState = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['off', 'stopped', 'starting', 'running', 'retrying', 'failed']),
  /** Records that wait in the bounded buffer, and the bound; null for parts without one. */
  buffered: z.number().nullable(),
  bufferedMax: z.number().nullable(),
  /** Records handled since the start, and those given up. */
  records: z.number(),
  dropped: z.number(),
  problem: problem.nullable(),
})
export type PartState = z.infer<typeof partState>

export const runState = z.object({
  /** starting: the stack comes up; ready: nothing runs yet. */
  state: z.enum(['starting', 'ready', 'running', 'paused', 'stopping', 'stopped', 'failed']),
  speed: z.number(),
  seed: z.number(),
  /** Why the run cannot go on; null when all is well. */
  problem: problem.nullable(),
})
export type RunState = z.infer<typeof runState>

export const health = z.object({
  /** readOnly: nothing is created, changed or written. */
  profile: z.object({ id: z.string(), title: z.string(), readOnly: z.boolean() }),
  run: runState,
  services: z.array(serviceState),
  steps: z.array(stepState),
  parts: z.array(partState),
})
export type Health = z.infer<typeof health>

export const lifecycle = {
  /** The whole health, at once and again at each change, at most ten times a second. */
  health: oc.output(eventIterator(health)),
  start: oc.output(runState),
  pause: oc.output(runState),
  stop: oc.output(runState),
  /** Advances a paused run by one tick of the simulation (five simulated minutes at most, in events of one tick). */
  step: oc.output(runState),
  /** 1 to 600 simulated seconds a second. */
  setSpeed: oc.input(z.object({ speed: z.number().min(1).max(600) })).output(runState),
  /** Runs all provisioning steps again, or those from the given one on. */
  provision: oc.input(z.object({ from: z.string().optional() })).output(z.array(stepState)),
}
