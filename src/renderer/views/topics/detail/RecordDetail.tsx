import { IconArrowUpRight } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { RecordDetail as Detail } from '../../../../shared/contract/records'
import { useHealth } from '../../../state/lifecycle'
import { useCall, type Loaded } from '../../../state/query'
import { useCommands } from '../../../ui/commands'
import { CopyButton, copyText } from '../../../ui/CopyButton'
import { Failure } from '../../../ui/Failure'
import { useKeys } from '../../../ui/keys'
import { LoadingRows } from '../../../ui/LoadingRows'
import { StaleLine } from '../../../ui/LoadedView'
import { MenuButton } from '../../../ui/MenuButton'
import { SideColumn } from '../../../ui/SideColumn'
import { Tabs } from '../../../ui/Tabs'
import { detailTabs, type DetailTab, type RecordPlace } from '../address'
import { kcatCommand } from '../copy'
import { parseExact } from '../json'
import { mapAddress } from '../links'
import { formatOffset } from '../offsets'
import { recordJson } from '../record-json'
import classes from './Detail.module.css'
import { DetailContent } from './DetailContent'

/** Records that are passed by quickly, with j held down, are not asked for. */
const settleMs = 90

const tabTitles: Record<DetailTab, string> = {
  value: 'Value',
  raw: 'Raw',
  bytes: 'Bytes',
  key: 'Key',
  headers: 'Headers',
  schema: 'Schema',
}

interface RecordDetailProps {
  topic: string
  place: RecordPlace
  tab: DetailTab
  onTab(tab: DetailTab): void
  onClose(): void
}

/** Everything about one record. */
export function RecordDetail({ topic, place, tab, onTab, onClose }: RecordDetailProps) {
  const { partition, offset } = useSettled(place)
  const isSettled = partition === place.partition && offset === place.offset
  const loaded = useCall(
    `record ${topic} ${partition} ${offset}`,
    (client, signal) => client.records.get({ topic, partition, offset }, { signal }),
    { doing: 'Reading the record' },
  )
  const record = isSettled ? loaded.data : null
  const kcat = useKcatCommand(topic, place, record)
  const json = () => (record ? recordJson(record) : '')
  const map = useMemo(
    () => (record && !record.value.isCut ? mapAddress(topic, parseExact(record.value.text)) : null),
    [topic, record],
  )
  useKeys('Record', [
    { key: 'y', label: 'Y', title: 'Copy the record as JSON', run: () => void copyText(json()) },
    { key: 'Escape', label: 'Esc', title: 'Close the record', run: onClose },
  ])
  useCommands('Record', [
    { id: 'copy-json', title: 'Copy the record as JSON', keys: 'Y', run: () => void copyText(json()) },
    { id: 'copy-kcat', title: 'Copy a kcat command for the record', run: () => void copyText(kcat) },
    { id: 'close-record', title: 'Close the record', keys: 'Esc', run: onClose },
  ])
  return (
    <SideColumn
      label="Record"
      width={356}
      title={`Partition ${place.partition}, offset ${formatOffset(place.offset)}`}
      aside={record && <CopyButton text={json} label="Copy as JSON (Y)" />}
      onClose={onClose}
      foot={
        <>
          {map ? (
            <Link href={map} className={classes.map}>
              Show on the map
              <IconArrowUpRight size={14} stroke={1.8} aria-hidden />
            </Link>
          ) : (
            <span />
          )}
          <MenuButton
            label="Copy"
            kind="link"
            position="top-end"
            groups={[
              [
                { id: 'json', title: 'As JSON', hint: 'Y', onSelect: () => void copyText(json()) },
                { id: 'kcat', title: 'As kcat command', onSelect: () => void copyText(kcat) },
                {
                  id: 'link',
                  title: 'Link to it',
                  onSelect: () => void copyText(linkTo(topic, place)),
                },
              ],
            ]}
          />
        </>
      }
    >
      <div className={classes.detail}>
        <div className={classes.tabs}>
          <Tabs
            label="What of the record"
            tabs={detailTabs.map(id => ({
              id,
              title: tabTitles[id],
              count: id === 'headers' ? record?.headersCount : undefined,
            }))}
            value={tab}
            onChange={onTab}
          />
        </div>
        <Content loaded={loaded} record={record} tab={tab} onTab={onTab} />
      </div>
    </SideColumn>
  )
}

interface ContentProps {
  loaded: Loaded<Detail>
  record: Detail | null
  tab: DetailTab
  onTab(tab: DetailTab): void
}

function Content({ loaded, record, tab, onTab }: ContentProps) {
  if (!record) {
    if (loaded.problem) {
      // What is gone stays gone: nobody waits for it.
      const isGone = loaded.problem.code === 'record-gone'
      return <Failure problem={loaded.problem} retryAt={isGone ? null : loaded.retryAt} onRetry={loaded.reload} />
    }
    return <LoadingRows rows={6} label="Reading the record" />
  }
  return (
    <>
      <StaleLine loaded={loaded} />
      <DetailContent record={record} tab={tab} onTab={onTab} />
    </>
  )
}

/** A place once it has stayed for a moment; the first one at once. */
function useSettled(place: RecordPlace): RecordPlace {
  const [settled, setSettled] = useState(place)
  const { partition, offset } = place
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ partition, offset }), settleMs)
    return () => clearTimeout(timer)
  }, [partition, offset])
  return settled
}

function useKcatCommand(topic: string, place: RecordPlace, record: Detail | null): string {
  const addresses = useHealth(({ services }) =>
    services.map(({ name, address }) => (name === 'kafka' || name === 'registry' ? `${name} ${address ?? ''}` : '')),
  )
  const addressOf = (name: string) => addresses?.find(text => text.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  const registry = addressOf('registry')
  const isAvro = record?.value.kind === 'avro' && registry !== ''
  return kcatCommand(
    {
      brokers: addressOf('kafka'),
      topic,
      registry: isAvro ? (registry.includes('://') ? registry : `http://${registry}`) : null,
    },
    place,
  )
}

function linkTo(topic: string, { partition, offset }: RecordPlace): string {
  const path = `/topics/${encodeURIComponent(topic)}?partition=${partition}&offset=${offset}`
  return new URL(path, location.href).href
}
