import { apiVersions } from './18-api-versions'
import type { Api } from './api'

/** Every API that we answer, by key. ApiVersions and the dispatcher are both derived from this list. */
export const apis: readonly Api[] = [apiVersions(() => apis)]
