import { useMemo, useState } from 'react'
import type { SchemaVersion } from '../../../shared/contract/schemas'
import { useHealth } from '../../state/lifecycle'
import { useCommands } from '../../ui/commands'
import { copyText } from '../../ui/CopyButton'
import { useKeys } from '../../ui/keys'
import { MenuButton } from '../../ui/MenuButton'
import { shownText } from './text/shown'

/** How long it says what came of it, ms. */
const saidMs = 1_500

/** The ways to take a schema elsewhere. */
export function CopyMenu({ version }: { version: SchemaVersion }) {
  const [said, setSaid] = useState<string | null>(null)
  const address = useHealth(health => health.services.find(({ name }) => name === 'registry')?.address) ?? null
  const shown = useMemo(() => shownText(version).text, [version])
  const copy = async (text: string) => {
    setSaid((await copyText(text)) ? 'Copied' : 'The clipboard refused it')
    setTimeout(() => setSaid(null), saidMs)
  }
  const items = [
    { id: 'schema', title: 'Schema as shown', hint: 'Y', onSelect: () => void copy(shown) },
    { id: 'registered', title: 'Schema as registered', onSelect: () => void copy(version.text) },
    { id: 'subject', title: 'Subject', onSelect: () => void copy(version.subject) },
    { id: 'curl', title: 'As a curl command', onSelect: () => void copy(curlOf(version, address)) },
  ]
  useKeys('Schema', [{ key: 'y', label: 'Y', title: 'Copy the schema', run: () => void copy(shown) }])
  useCommands('Schema', [
    { id: 'schemas.copy', title: 'Copy the schema', keys: 'Y', run: () => void copy(shown) },
    { id: 'schemas.curl', title: 'Copy a curl command for the schema', run: () => void copy(curlOf(version, address)) },
  ])
  return <MenuButton label={said ?? 'Copy'} groups={[items]} />
}

/** A command that prints the schema. Credentials are not in it. */
function curlOf({ subject, version }: SchemaVersion, address: string | null): string {
  const base = address === null || /^https?:/.test(address) ? (address ?? '') : `http://${address}`
  return `curl -s '${base}/subjects/${encodeURIComponent(subject).replaceAll("'", '%27')}/versions/${version}/schema'`
}
