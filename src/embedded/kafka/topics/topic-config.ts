import { listOf, topicConfigs } from './configs'
import type { ConfigOverrides } from './types'

/** The configs of one topic: what was set, over the defaults. Values are parsed once, when they are set. */
export class TopicConfig {
  private set: ConfigOverrides
  private readonly numbers = new Map<string, number>()

  constructor(overrides: ConfigOverrides = {}) {
    this.set = overrides
  }

  get overrides(): ConfigOverrides {
    return this.set
  }

  /** Takes effect at once: all that depends on a config asks for it when needed. */
  replace(overrides: ConfigOverrides): void {
    this.set = overrides
    this.numbers.clear()
  }

  text(name: string): string {
    const value = this.set[name] ?? topicConfigs[name]?.default
    if (value === undefined) throw new Error(`there is no topic config ${name}`)
    return value
  }

  /** As a number; a Long's largest values are rounded, and stay larger than anything they are compared with. */
  number(name: string): number {
    let value = this.numbers.get(name)
    if (value === undefined) this.numbers.set(name, (value = Number(this.text(name))))
    return value
  }

  get isCompacted(): boolean {
    return listOf(this.text('cleanup.policy')).includes('compact')
  }

  get isDeleted(): boolean {
    return listOf(this.text('cleanup.policy')).includes('delete')
  }

  get usesAppendTime(): boolean {
    return this.text('message.timestamp.type') === 'LogAppendTime'
  }
}
