import { randomUUID } from 'node:crypto'
import { restError } from '../errors'
import type { InstanceConfig } from './config'
import { createInstance, type Instance, type InstanceServices } from './instance'

/** An instance that nobody asks for this long is destroyed. */
const idleMsMax = 300_000

/** Instances at a time; each holds connections of its own. */
const instancesMax = 1_000

/** The consumer instances that clients have created. */
export interface Instances {
  /** @throws HttpError 40902 when the group has one of that name */
  create(group: string, config: InstanceConfig): string
  /** @throws HttpError 40403 */
  get(group: string, name: string): Instance
  /** @throws HttpError 40403 */
  remove(group: string, name: string): Promise<void>
  close(): Promise<void>
}

export function createInstances(services: InstanceServices): Instances {
  const { clock, log } = services
  const instances = new Map<string, { instance: Instance; cancelExpiry(): void }>()
  const key = (group: string, name: string) => JSON.stringify([group, name])

  function expire(group: string, name: string): () => void {
    return clock.after(idleMsMax, () => {
      log.info({ group, instance: name }, 'A consumer instance was destroyed: nobody asked for it.')
      void remove(group, name)
    })
  }

  async function remove(group: string, name: string): Promise<void> {
    const found = instances.get(key(group, name))
    if (!found) throw restError('consumerNotFound')
    instances.delete(key(group, name))
    found.cancelExpiry()
    await found.instance.stop()
  }

  return {
    create(group, config) {
      const name = config.name ?? `rest-consumer-${randomUUID()}`
      if (instances.has(key(group, name))) throw restError('consumerExists')
      if (instances.size >= instancesMax)
        throw restError('consumerConfig', `there are ${instancesMax} instances already`)
      const instance = createInstance(services, group, config)
      instances.set(key(group, name), { instance, cancelExpiry: expire(group, name) })
      return name
    },
    get(group, name) {
      const found = instances.get(key(group, name))
      if (!found) throw restError('consumerNotFound')
      found.cancelExpiry()
      found.cancelExpiry = expire(group, name)
      return found.instance
    },
    remove,
    async close() {
      const all = [...instances.values()]
      instances.clear()
      for (const { cancelExpiry } of all) cancelExpiry()
      await Promise.all(all.map(({ instance }) => instance.stop()))
    },
  }
}
