import { parseArgs } from 'node:util'
import { startFixture } from './fixture/server'

/** Serves the built page with a made-up state: `npx tsx scripts/fixture-server.mts --scenario running --port 7900`. */
const { values } = parseArgs({ options: { scenario: { type: 'string' }, port: { type: 'string' } } })
const { url } = await startFixture(values.scenario ?? 'running', { port: Number(values.port ?? 0) })
console.log(url)
