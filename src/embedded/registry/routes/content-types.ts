/** Content type of every answer. */
export const registryContentType = 'application/vnd.schemaregistry.v1+json'

/** What a client may send; no content type at all counts as octet-stream. */
export const acceptedTypes = [
  registryContentType,
  'application/vnd.schemaregistry+json',
  'application/json',
  'application/octet-stream',
]
