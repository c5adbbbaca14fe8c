/** Stands where a secret was. */
const hidden = '•••'

/** Names of fields whose values nobody needs to read. */
const secretField =
  /("[^"\\]*(?:password|passwd|secret|credential|authorization|token|api[-_]?key|sasl\.jaas\.config)[^"\\]*"\s*:\s*)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.]*)/gi

/** `//user:password@host` in an address. */
const passwordInAddress = /(\/\/[^\s/:@"]*:)[^\s/@"]+(@)/g

/** A query parameter such as `?token=…`, which links of the web shell have. */
const secretParameter = /([?&](?:password|token|secret|api[-_]?key)=)[^&\s"'\\]+/gi

/** `password=…;` and the like, as connection settings and JAAS lines have them. */
const secretSetting = /(\b(?:password|secret)\s*=\s*\\?["']?)[^\s;,"'\\]+/gi

/** A line of JSON, or any text, with secrets left out: by the names of fields, parameters and settings, and in addresses. */
export function withoutSecrets(line: string): string {
  return line
    .replace(secretField, `$1"${hidden}"`)
    .replace(passwordInAddress, `$1${hidden}$2`)
    .replace(secretParameter, `$1${hidden}`)
    .replace(secretSetting, `$1${hidden}`)
}
