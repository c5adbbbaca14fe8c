import type { SubjectDetail } from '../../../shared/contract/schemas'
import { Select } from '../../ui/Select'

interface VersionSelectProps {
  label: string
  detail: SubjectDetail
  value: number
  onChange(version: number): void
}

/** Newest first. */
export function VersionSelect({ label, detail, value, onChange }: VersionSelectProps) {
  const newest = detail.versions.at(-1)?.version
  const options = [...detail.versions].reverse().map(({ version, isDeleted }) => ({
    value: String(version),
    title: `${version}${version === newest ? ', newest' : ''}${isDeleted ? ', deleted' : ''}`,
  }))
  return (
    <Select label={label} value={String(value)} options={options} onChange={version => onChange(Number(version))} />
  )
}
