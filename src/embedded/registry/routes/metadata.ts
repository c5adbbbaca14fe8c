import type { FastifyInstance } from '../../lib/http'

/** What a registry says about itself. There is one context, and no cluster of registries. */
export function metadataRoutes(app: FastifyInstance): void {
  app.get('/', () => ({}))
  app.get('/contexts', () => ['.'])
  app.get('/v1/metadata/id', () => ({
    scope: { path: [], clusters: { 'kafka-cluster': 'elevated', 'schema-registry-cluster': 'schema-registry' } },
    id: '',
  }))
  app.get('/v1/metadata/version', () => ({ version: 'elevated', commitId: '' }))
}
