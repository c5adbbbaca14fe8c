import { messageOf, type Problem } from '../../lib/problem'
import type { KafkaEndpoint } from '../profile'
import { greet, NotKafkaError, type Greeting } from './kafka-hello'
import { codeOf, networkProblem, shown, type Address } from './network-problem'
import { open, plainWords, speaksTls, type Tls } from './sockets'

/** Connects to one broker as the profile says, and finds out what is wrong if that fails. Null: nothing is. */
export async function checkListener(
  address: Address,
  kafka: Pick<KafkaEndpoint, 'ssl' | 'sasl'>,
  signal: AbortSignal,
): Promise<Problem | null> {
  const tls: Tls = kafka.ssl ? (kafka.ssl === true ? {} : kafka.ssl) : null
  try {
    const socket = await open(address, tls, signal)
    try {
      return saslProblem(address, kafka.sasl, await greet(socket, signal))
    } finally {
      socket.destroy()
    }
  } catch (error) {
    signal.throwIfAborted()
    return tls ? failedWithTls(address, error, signal) : failedWithoutTls(address, error, signal)
  }
}

async function failedWithTls(address: Address, error: unknown, signal: AbortSignal): Promise<Problem> {
  const known = networkProblem('kafka', address, error)
  if (known && known.code !== 'timeout') return known
  if (await speaksPlainKafka(address, signal)) {
    return said(address, {
      code: 'plain-port',
      message: `${shown(address)} speaks Kafka without TLS.`,
      tip: 'Turn TLS off, or use the port of the listener that has it.',
    })
  }
  return known ?? notKafka(address, error, signal)
}

async function failedWithoutTls(address: Address, error: unknown, signal: AbortSignal): Promise<Problem> {
  const isOpen = error instanceof NotKafkaError || ['ECONNRESET', 'ETIMEDOUT', 'EPIPE'].includes(codeOf(error) ?? '')
  if (isOpen && (await speaksTls(address, signal))) {
    return said(address, {
      code: 'tls-port',
      message: `${shown(address)} wants TLS, and the profile has it off.`,
      tip: 'Turn TLS on under Kafka, or use the port of a listener without it.',
    })
  }
  if (error instanceof NotKafkaError) return notKafka(address, error, signal)
  return networkProblem('kafka', address, error) ?? notKafka(address, error, signal)
}

async function notKafka(address: Address, error: unknown, signal: AbortSignal): Promise<Problem> {
  const words = error instanceof NotKafkaError ? error.words.toString('latin1') : await plainWords(address, signal)
  const isHttp = words.startsWith('HTTP/') || (await plainWords(address, signal)).startsWith('HTTP/')
  return said(address, {
    code: 'not-kafka',
    message: isHttp
      ? `What answers at ${shown(address)} is an HTTP server, not Kafka.`
      : `What listens at ${shown(address)} does not speak Kafka: ${messageOf(error)}.`,
    tip: 'Check the port: that of a broker is mostly 9092. An HTTP service belongs into its own field.',
  })
}

async function speaksPlainKafka(address: Address, signal: AbortSignal): Promise<boolean> {
  try {
    const socket = await open(address, null, signal)
    try {
      await greet(socket, signal)
      return true
    } finally {
      socket.destroy()
    }
  } catch {
    signal.throwIfAborted()
    return false
  }
}

function saslProblem(address: Address, sasl: KafkaEndpoint['sasl'], { mechanisms }: Greeting): Problem | null {
  const offered = mechanisms?.join(', ') ?? ''
  if (!sasl) {
    if (!mechanisms) return null
    return said(address, {
      code: 'sasl-needed',
      message: `${shown(address)} wants a user and a password; it offers ${offered}.`,
      tip: 'Turn SASL on under Kafka and choose one of these mechanisms.',
    })
  }
  if (!mechanisms) {
    return said(address, {
      code: 'sasl-not-wanted',
      message: `${shown(address)} takes no user and password, and the profile has SASL on.`,
      tip: 'Turn SASL off, or use the port of a listener that has it.',
    })
  }
  if (mechanisms.some(mechanism => mechanism.toLowerCase() === sasl.mechanism)) return null
  return said(address, {
    code: 'sasl-mechanism',
    message: `${shown(address)} does not offer ${sasl.mechanism.toUpperCase()}; it offers ${offered}.`,
    tip: 'Choose one of these mechanisms under Kafka, SASL.',
  })
}

function said(address: Address, told: Omit<Problem, 'where'>): Problem {
  return { where: `Kafka, ${shown(address)}`, ...told }
}
