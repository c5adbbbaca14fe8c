import type { RawConfig } from '../config/definition'

/** What the worker sets for connectors that do not: plain JSON without schemas, for keys and values. */
const workerDefaults: RawConfig = {
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'key.converter.schemas.enable': 'false',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
}

/**
 * The configuration with the worker's converters where it names none. A connector that names its own converter gets
 * that converter's own defaults, not the worker's settings for another one.
 */
export function withWorkerDefaults(config: RawConfig): RawConfig {
  const sides = ['key.converter', 'value.converter'].filter(side => config[side] === undefined)
  const missing = Object.entries(workerDefaults).filter(([name]) => sides.some(side => name.startsWith(side)))
  return { ...Object.fromEntries(missing), ...config }
}
