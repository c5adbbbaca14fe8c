import { describe, expect, it } from 'vitest'
import type { Health } from '../../shared/contract/lifecycle'
import { pipelineMark } from './pipeline-mark'

type States = Parameters<typeof pipelineMark>[0]
const health = (service: string, step: string, part: string) =>
  ({ services: [{ state: service }], steps: [{ state: step }], parts: [{ state: part }] }) as unknown as Pick<
    Health,
    keyof States
  >

describe("the rail's mark at the pipeline", () => {
  it('is there when something has failed, or has trouble, the worse first', () => {
    expect(pipelineMark(health('ready', 'done', 'running'))).toBeNull()
    expect(pipelineMark(health('absent', 'skipped', 'off'))).toBeNull()
    expect(pipelineMark(health('slow', 'done', 'running'))).toBe('slow')
    expect(pipelineMark(health('ready', 'done', 'retrying'))).toBe('slow')
    expect(pipelineMark(health('ready', 'failed', 'retrying'))).toBe('failed')
  })
})
