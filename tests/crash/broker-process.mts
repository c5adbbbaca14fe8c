/** The embedded broker alone in a process, to be killed: node --import tsx broker-process.mts FOLDER PORT. */
import { startKafka } from '../../src/embedded/kafka'
import { silentLog } from '../../src/embedded/lib/log'

const [dataDir = '', port = '0'] = process.argv.slice(2)
const broker = await startKafka({ dataDir, port: Number(port), log: silentLog() })
process.stdout.write(`${JSON.stringify({ event: 'ready', port: broker.port })}\n`)
