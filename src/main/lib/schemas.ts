import { projectFile } from './files'

/** An Avro schema as the registry gets it: compact JSON, the same text from every part, so that it has one id. */
type SchemaText = string

export interface RecordSchemas {
  key: SchemaText
  value: SchemaText
}

/** The Avro schemas of the pipeline, from schemas/. */
export interface Schemas {
  arrival: RecordSchemas
  turnstile: RecordSchemas
  weather: RecordSchemas
}

export function readSchemas(): Schemas {
  const pair = (name: string): RecordSchemas => ({
    key: compact(projectFile(`schemas/${name}-key.avsc`)),
    value: compact(projectFile(`schemas/${name}-value.avsc`)),
  })
  return { arrival: pair('arrival'), turnstile: pair('turnstile'), weather: pair('weather') }
}

function compact(json: string): string {
  return JSON.stringify(JSON.parse(json))
}
