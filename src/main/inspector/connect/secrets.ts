/** Words that make a key's value a secret, wherever they stand in the key. */
const secretWords =
  /password|passwd|passphrase|passcode|pwd|secret|token|credential|jaas|user\.info|connection\.string|private[._-]?key/i

/** A key that ends in `key` holds one, as do aws.access.key and ssl.keystore.key; key.converter and its like do not. */
const endsInKey = /(^|[._-]|api|access|auth|account|shared|encryption|signing)key$/i

/** Keys that end in `key` but name a field. */
const namesField = /(primary|partition|message|record|document|sort|foreign|shard|sharding|routing)[._-]?key$/i

/** Values that only name where a secret is kept, such as ${file:/etc/connect.properties:password}. */
const indirection = /^\$\{[^{}]+\}$/

/** What stands for a secret inside a text. */
const mask = '••••'

/** Passwords in texts: of addresses, of Oracle's short form, and of settings. Repetitions are bounded, so it stays fast. */
const secretsInText = [
  /(\b[a-z][a-z0-9+.:-]{0,60}:\/\/[^\s/?#:@"']{0,200}:)[^\s/?#@"']{1,500}(?=@)/gi,
  /(\bthin:[^\s/@"']{1,200}\/)[^\s@"']{1,500}(?=@)/gi,
  /(\b[\w.-]{0,60}(?:password|passwd|passphrase|pwd|secret)["']?\s{0,4}[=:]\s{0,4})(?:"[^"]*"|'[^']*'|[^\s"',;&)\]}]+)/gi,
  /(\b[\w.-]{0,60}(?:token|api[._-]?key|access[._-]?key)["']?\s{0,4}=\s{0,4})(?:"[^"]*"|'[^']*'|[^\s"',;&)\]}]+)/gi,
]

/** Whether a setting's name says that its value is nobody's business. Rather one too many than one too few. */
export function isSecretKey(key: string): boolean {
  return secretWords.test(key) || (endsInKey.test(key) && !namesField.test(key))
}

/**
 * A configuration as it may be shown, by key: null stands for a secret.
 *
 * @param declared keys that the plugin itself declares as passwords
 */
export function shownConfig(
  config: Readonly<Record<string, string | null>>,
  declared: ReadonlySet<string>,
): { key: string; value: string | null }[] {
  return Object.entries(config)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => ({ key, value: shownValue(key, value ?? '', declared) }))
}

function shownValue(key: string, value: string, declared: ReadonlySet<string>): string | null {
  if (value === '' || indirection.test(value)) return value
  return isSecretKey(key) || declared.has(key) ? null : withoutSecrets(value)
}

/** A text with the passwords replaced that stand in it. */
export function withoutSecrets(text: string): string {
  return secretsInText.reduce((rest, pattern) => rest.replace(pattern, `$1${mask}`), text)
}
