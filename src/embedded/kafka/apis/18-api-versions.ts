import { array, int16, int32, since, string } from '../wire/fields'
import { api, type Api } from './api'

/**
 * ApiVersions, versions 0 to 4, answered from the list of APIs. A version that we do not know is answered by the server
 * (`unsupportedApiVersions`) with a version 0 body, so that the client can ask again with a lower one (KIP-511).
 *
 * - Supported and finalized features stay empty: no `transaction.version`, so clients stay on the first transaction
 *   protocol.
 */
export function apiVersions(apis: () => readonly Api[]) {
  return api({
    key: 18,
    name: 'ApiVersions',
    versions: [0, 4],
    flexible: 3,
    request: { clientSoftwareName: since(3, string), clientSoftwareVersion: since(3, string) },
    response: {
      error: int16,
      apis: array({ key: int16, first: int16, last: int16 }),
      throttleMs: since(1, int32),
    },
    handle({ clientSoftwareName, clientSoftwareVersion }, { connection, header }) {
      if (header.apiVersion >= 3) {
        connection.clientSoftware = { name: clientSoftwareName, version: clientSoftwareVersion }
      }
      return { error: 0, apis: apis().map(advertised) }
    },
  })
}

function advertised(entry: Api) {
  return { key: entry.key, first: entry.advertised[0], last: entry.advertised[1] }
}
