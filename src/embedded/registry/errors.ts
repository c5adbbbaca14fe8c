import { HttpError } from '../lib/http'

/** The registry's own errors: the first three digits of the code are the HTTP status. */
const table = {
  subjectNotFound: { code: 40401, message: (subject: string) => `Subject '${subject}' not found.` },
  versionNotFound: { code: 40402, message: (version: string) => `Version ${version} not found.` },
  schemaNotFound: { code: 40403, message: (id: string) => (id ? `Schema ${id} not found` : 'Schema not found') },
  subjectSoftDeleted: {
    code: 40404,
    message: (subject: string) => `Subject '${subject}' was soft deleted. Set permanent=true to delete permanently`,
  },
  subjectNotSoftDeleted: {
    code: 40405,
    message: (subject: string) => `Subject '${subject}' was not deleted first before being permanently deleted`,
  },
  versionSoftDeleted: {
    code: 40406,
    message: (what: string) => `${what} was soft deleted. Set permanent=true to delete permanently`,
  },
  versionNotSoftDeleted: {
    code: 40407,
    message: (what: string) => `${what} was not deleted first before being permanently deleted`,
  },
  noSubjectConfig: {
    code: 40408,
    message: (subject: string) => `Subject '${subject}' does not have subject-level compatibility configured`,
  },
  noSubjectMode: {
    code: 40409,
    message: (subject: string) => `Subject '${subject}' does not have subject-level mode configured`,
  },
  incompatible: { code: 40901, message: (details: string) => details },
  invalidSchema: { code: 42201, message: (details: string) => details },
  invalidVersion: {
    code: 42202,
    message: (version: string) =>
      `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  },
  invalidLevel: {
    code: 42203,
    message: () =>
      'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, ' +
      'forward_transitive, and full_transitive',
  },
  invalidMode: {
    code: 42204,
    message: () => 'Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, and IMPORT',
  },
  notPermitted: { code: 42205, message: (details: string) => details },
  referenced: {
    code: 42206,
    message: (what: string) => `One or more references exist to the schema ${what}, so it cannot be deleted`,
  },
  store: { code: 50001, message: (details: string) => `Error in the backend data store: ${details}` },
  timeout: { code: 50002, message: (details: string) => `The write was not confirmed in time: ${details}` },
} as const satisfies Record<string, { code: number; message(detail: string): string }>

export type RegistryErrorName = keyof typeof table

/** An error that the client is told about, by its name in the table. */
export function registryError(name: RegistryErrorName, detail = ''): HttpError {
  const { code, message } = table[name]
  return new HttpError(Math.floor(code / 100), { error_code: code, message: message(detail) })
}
