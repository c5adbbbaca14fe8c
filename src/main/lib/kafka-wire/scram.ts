import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'

export type ScramHash = 'sha256' | 'sha512'

export interface ScramUser {
  username: string
  password: string
}

/** A server that asks for more work than this is not worked for. */
const iterationsMax = 1_000_000

/** The client's side of SCRAM (RFC 5802), without channel binding. */
export interface ScramClient {
  first(): string
  /** @throws Error when the server's first message is not one */
  final(serverFirst: string): Promise<string>
  /** @throws Error when the server does not know the password either */
  verify(serverFinal: string): void
}

/** @param nonce the client's own, random but for tests */
export function scramClient(
  hash: ScramHash,
  { username, password }: ScramUser,
  nonce: string = randomBytes(24).toString('base64'),
): ScramClient {
  const clientFirstBare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`
  let serverSignature: Buffer | undefined
  return {
    first: () => `n,,${clientFirstBare}`,
    async final(serverFirst) {
      const fields = fieldsOf(serverFirst)
      const iterations = Number(fields.i)
      const isWhole = fields.r?.startsWith(nonce) && fields.r.length > nonce.length && fields.s !== undefined
      if (!isWhole || !Number.isInteger(iterations) || iterations < 1 || iterations > iterationsMax) {
        throw new Error('the server does not speak SCRAM as it should')
      }
      const salt = Buffer.from(fields.s!, 'base64')
      const salted = await stretched(hash, password.normalize('NFKC'), salt, iterations)
      const clientKey = hmac(hash, salted, 'Client Key')
      const storedKey = createHash(hash).update(clientKey).digest()
      const withoutProof = `c=biws,r=${fields.r}`
      const authMessage = `${clientFirstBare},${serverFirst},${withoutProof}`
      const clientSignature = hmac(hash, storedKey, authMessage)
      const proof = clientKey.map((byte, index) => byte ^ clientSignature[index]!)
      serverSignature = hmac(hash, hmac(hash, salted, 'Server Key'), authMessage)
      return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`
    },
    verify(serverFinal) {
      const fields = fieldsOf(serverFinal)
      if (fields.e !== undefined) throw new Error(fields.e)
      const signature = Buffer.from(fields.v ?? '', 'base64')
      const isRight =
        serverSignature !== undefined &&
        signature.length === serverSignature.length &&
        timingSafeEqual(signature, serverSignature)
      if (!isRight) throw new Error('the server could not prove that it knows the password')
    },
  }
}

function fieldsOf(message: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const field of message.split(',')) {
    if (/^[a-z]=/.test(field)) fields[field[0]!] = field.slice(2)
  }
  return fields
}

function hmac(hash: ScramHash, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text).digest()
}

function stretched(hash: ScramHash, password: string, salt: Buffer, iterations: number): Promise<Buffer> {
  const bytes = hash === 'sha256' ? 32 : 64
  return new Promise((resolve, reject) =>
    pbkdf2(password, salt, iterations, bytes, hash, (error, key) => (error ? reject(error) : resolve(key))),
  )
}
