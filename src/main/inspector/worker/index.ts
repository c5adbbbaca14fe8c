import { parentPort, workerData } from 'node:worker_threads'
import type { Request, WorkerOptions } from './messages'
import { serve } from './serve'
import { createWork } from './work'

/** The inspector's thread: reads and decodes, so that the thread which drives windows does not. */
const port = parentPort!
const onRequest = serve(createWork(workerData as WorkerOptions), reply => port.postMessage(reply))
port.on('message', (request: Request) => onRequest(request))
