import type { ServiceName } from '../../../shared/contract/services'
import { messageOf, type Problem } from '../../lib/problem'
import { serviceTitles } from '../titles'
import { answerMsMax, standardPorts } from './finding'

export interface Address {
  host: string
  port: number
}

export function shown({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** What a failure of the network or of TLS means, and what to do; null: it is of another kind. */
export function networkProblem(service: ServiceName, address: Address, error: unknown): Problem | null {
  const told = networkTrouble(service, address, error) ?? tlsTrouble(service, address, error)
  return told && { where: `${serviceTitles[service]}, ${shown(address)}`, ...told }
}

type Told = Omit<Problem, 'where'>

/** The code of an error, or of what caused it, or of the first of several. */
export function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    const { code } = at as NodeJS.ErrnoException
    if (typeof code === 'string') return code
    at = at instanceof AggregateError ? at.errors[0] : at.cause
  }
  return null
}

function networkTrouble(service: ServiceName, { host, port }: Address, error: unknown): Told | null {
  const title = serviceTitles[service]
  switch (codeOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return {
        code: 'unknown-host',
        message: `This machine knows no host called ${host}.`,
        tip: host.includes('.')
          ? 'Check the spelling, and whether a VPN must be up for this name to be known.'
          : 'Check the spelling. A name that only containers know works inside their network alone: from here it is mostly localhost, with the port that is published.',
      }
    case 'ECONNREFUSED': {
      const standard = standardPorts[service]
      const otherPort = port === standard ? '' : ` Its standard port is ${standard}.`
      return {
        code: 'refused',
        message: `Nothing listens at ${host}, port ${port}.`,
        tip: `Start ${title} there, or correct the address.${otherPort}`,
      }
    }
    case 'ETIMEDOUT':
      return {
        code: 'timeout',
        message: `${shown({ host, port })} did not answer within ${answerMsMax / 1_000} s.`,
        tip: 'A firewall may swallow what is sent there, or a VPN may be down; check host and port as well.',
      }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return {
        code: 'no-route',
        message: `There is no way from this machine to ${host}.`,
        tip: 'Check the network and the VPN, then the address.',
      }
    default:
      return null
  }
}

function tlsTrouble(service: ServiceName, { host }: Address, error: unknown): Told | null {
  const ours = service === 'kafka'
  const trustTip = ours
    ? "Paste the certificate of the authority that signed it under Kafka, TLS, Authority's certificates; or, if you know the network, let it go unchecked there."
    : 'Start Elevated with the variable NODE_EXTRA_CA_CERTS naming a file with the certificate of the authority that signed it.'
  switch (codeOf(error)) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return {
        code: 'self-signed',
        message: `The certificate of ${host} is signed by nobody this machine trusts: it is self-signed.`,
        tip: trustTip,
      }
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
      return {
        code: 'untrusted',
        message: `The certificate of ${host} is signed by an authority that this machine does not know.`,
        tip: trustTip,
      }
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return {
        code: 'certificate-expired',
        message: `The certificate of ${host} is out of date: ${messageOf(error)}.`,
        tip: 'Whoever runs it must renew it. Check the clock of this machine, too.',
      }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        code: 'wrong-name',
        message: `The certificate is not for ${host}. ${certificateNames(error)}`.trim(),
        tip: ours
          ? 'Use the name that the certificate has, or write it under Kafka, TLS, Name in the certificate.'
          : 'Use the name that the certificate has.',
      }
    case 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED':
    case 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE':
    case 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA':
    case 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE':
      return {
        code: 'client-certificate',
        message: `${host} wants a client certificate that it trusts: ${messageOf(error)}.`,
        tip: 'Paste the client certificate and its key under Kafka, TLS.',
      }
    case 'ERR_OSSL_X509_KEY_VALUES_MISMATCH':
      return {
        code: 'wrong-key',
        message: 'The private key does not belong to the client certificate.',
        tip: 'Paste the two that were made together.',
      }
    default:
      return unreadablePem(error)
  }
}

/** OpenSSL has many codes for a PEM text that it cannot read. */
function unreadablePem(error: unknown): Told | null {
  const code = codeOf(error) ?? ''
  if (code === 'ERR_OSSL_BAD_DECRYPT' || code === 'ERR_OSSL_EVP_BAD_DECRYPT' || /^ERR_OSSL.*PASSWORD/.test(code)) {
    return {
      code: 'wrong-passphrase',
      message: 'The private key cannot be opened with this passphrase.',
      tip: 'Check the passphrase under Kafka, TLS.',
    }
  }
  if (!/^ERR_OSSL_(PEM|ASN1|UNSUPPORTED)/.test(code)) return null
  return {
    code: 'unreadable-certificate',
    message: `A certificate or key cannot be read: ${messageOf(error)}.`,
    tip: 'Paste the PEM texts whole, each from its BEGIN line to its END line.',
  }
}

/** "It is for a.example.org, b.example.org.", of what Node says about the names. */
function certificateNames(error: unknown): string {
  const { cert } = error as { cert?: { subjectaltname?: string } }
  const names = cert?.subjectaltname?.replaceAll(/(DNS|IP Address):/g, '')
  return names ? `It is for ${names}.` : ''
}
