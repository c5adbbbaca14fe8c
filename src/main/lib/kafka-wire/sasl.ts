import type { KafkaConnection } from '../kafka'
import { ProblemError } from '../problem'
import { saslAuthenticateApi, saslHandshakeApi } from './apis/sasl'
import type { WireApi } from './apis/api'
import { scramClient, type ScramHash } from './scram'

type Ask = <Request, Response>(api: WireApi<Request, Response>, request: Request) => Promise<Response>

interface Account {
  mechanism: string
  username: string
  password: string
}

/** One entry per mechanism, by the name that kafkajs gives it. */
const mechanisms: Record<string, (account: Account, exchange: (bytes: Buffer) => Promise<Buffer>) => Promise<void>> = {
  async plain({ username, password }, exchange) {
    await exchange(Buffer.from(`\0${username}\0${password}`))
  },
  'scram-sha-256': (account, exchange) => scram('sha256', account, exchange),
  'scram-sha-512': (account, exchange) => scram('sha512', account, exchange),
}

async function scram(hash: ScramHash, account: Account, exchange: (bytes: Buffer) => Promise<Buffer>): Promise<void> {
  const client = scramClient(hash, account)
  const serverFirst = await exchange(Buffer.from(client.first()))
  const serverFinal = await exchange(Buffer.from(await client.final(serverFirst.toString('utf8'))))
  client.verify(serverFinal.toString('utf8'))
}

/**
 * Logs in on a new connection (KIP-43, KIP-152).
 *
 * @throws ProblemError kafka-login-refused, kafka-login-unknown
 */
export async function logIn(sasl: NonNullable<KafkaConnection['sasl']>, where: string, ask: Ask): Promise<void> {
  const mechanism = mechanisms[sasl.mechanism]
  if (!mechanism || !('username' in sasl)) throw new ProblemError(unknownMechanism(sasl.mechanism, where))
  const name = sasl.mechanism.toUpperCase()
  const { error, mechanisms: offered } = await ask(saslHandshakeApi, { mechanism: name })
  if (error !== 0) throw refused(where, `it does not offer ${name}, but ${offered.join(', ') || 'nothing'}`)
  const exchange = async (bytes: Buffer) => {
    const answer = await ask(saslAuthenticateApi, { bytes })
    if (answer.error !== 0) throw refused(where, answer.errorText ?? 'it did not say why')
    return answer.bytes
  }
  try {
    await mechanism(sasl, exchange)
  } catch (error) {
    throw error instanceof ProblemError ? error : refused(where, error instanceof Error ? error.message : String(error))
  }
}

function refused(where: string, reason: string): ProblemError {
  return new ProblemError({
    code: 'kafka-login-refused',
    where: `Kafka, ${where}`,
    message: `Kafka refused the login: ${reason}.`,
    tip: 'Check user, password and mechanism in the profile.',
  })
}

function unknownMechanism(mechanism: string, where: string) {
  return {
    code: 'kafka-login-unknown',
    where: `Kafka, ${where}`,
    message: `The inspector cannot log in by ${mechanism}.`,
    tip: 'Use plain, scram-sha-256 or scram-sha-512.',
  }
}
