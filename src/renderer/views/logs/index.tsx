import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { logEntriesMax, logLevels, logSources, type LogLevel } from '../../../shared/contract/logs'
import { useStream } from '../../state/query'
import { Button } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { CopyButton } from '../../ui/CopyButton'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { LoadedView } from '../../ui/LoadedView'
import { Pane } from '../../ui/Pane'
import { SearchField } from '../../ui/SearchField'
import { Segments } from '../../ui/Segments'
import { Tabs } from '../../ui/Tabs'
import { Tag } from '../../ui/Tag'
import { formatAddress, parseAddress, sourceWords, textMax, type LogAddress } from './address'
import { foldLog, type KnownLog } from './known-log'
import { LogList } from './LogList'
import classes from './LogsView.module.css'

/** So many entries come at first; the button above the oldest brings all that are kept. */
const firstLimit = 2_000

const levelTitles: Record<LogLevel, string> = { debug: 'All levels', info: 'Info', warn: 'Warnings', error: 'Errors' }

/** What the app and its services say, filtered where it is kept, and followed. */
export default function LogsView() {
  const [, navigate] = useLocation()
  const address = parseAddress(useSearch())
  const [limit, setLimit] = useState(firstLimit)
  const go = (change: Partial<LogAddress>, options?: { replace: boolean }) => {
    setLimit(firstLimit)
    navigate(formatAddress({ ...address, ...change }), options)
  }
  const key = JSON.stringify([address.level, address.source, address.text, limit])
  const log = useStream(key, (client, signal) => client.logs.watch({ ...address, limit }, { signal }), foldLog, {
    doing: 'Following the log',
  })
  const known = log.data
  const isFiltered = address.level !== 'debug' || address.source !== null || address.text !== ''
  useCommands('Logs', [
    ...logLevels.map(level => ({
      id: `logs-${level}`,
      title: `Show ${level === 'debug' ? 'all entries' : `${levelTitles[level].toLowerCase()}${level === 'error' ? '' : ' and worse'}`}`,
      run: () => go({ level }),
    })),
    ...logSources.map(source => ({
      id: `logs-from-${source}`,
      title: `Show the log of ${sourceWords[source]}`,
      run: () => go({ source }),
    })),
  ])
  return (
    <Pane
      title="Logs"
      count={known ? countText(known) : undefined}
      tags={known && <Problems known={known} onShow={() => go({ level: 'warn' })} />}
      aside={
        <SearchField
          value={address.text}
          onChange={text => go({ text: text.slice(0, textMax) }, { replace: true })}
          placeholder="Find in messages and fields"
          className={classes.search}
        />
      }
      toolbar={
        <>
          <Segments
            label="Lowest level"
            options={logLevels.map(level => ({ value: level, title: levelTitles[level] }))}
            value={address.level}
            onChange={level => go({ level })}
          />
          <div className={classes.sources}>
            <Tabs
              label="Source"
              tabs={sourceTabs(known, address.source)}
              value={address.source ?? 'all'}
              onChange={id => go({ source: logSources.find(source => source === id) ?? null })}
            />
          </div>
        </>
      }
      foot={known && <Foot known={known} />}
    >
      <LoadedView loaded={log} elsewhere="The other views go on.">
        {data => (
          <LogList
            key={key}
            entries={data.entries}
            top={
              data.older > 0 && (
                <OlderLine known={data} onShow={limit < logEntriesMax ? () => setLimit(logEntriesMax) : undefined} />
              )
            }
            empty={
              <NoEntries isFiltered={isFiltered} onShowAll={() => go({ level: 'debug', source: null, text: '' })} />
            }
          />
        )}
      </LoadedView>
    </Pane>
  )
}

function countText({ entries, skipped }: KnownLog): string {
  const shown = formatCount(entries.length)
  return skipped > 0 ? `${shown}, ${formatCount(skipped)} came too fast to be shown` : shown
}

/** Warnings and errors of all that is kept, whatever the filter. */
function Problems({ known, onShow }: { known: KnownLog; onShow(): void }) {
  const count = known.counts.reduce((sum, { problems }) => sum + problems, 0)
  if (count === 0) return null
  return (
    <button type="button" className={classes.problems} onClick={onShow} title="Show warnings and errors">
      <Tag tone="warn" mark="slow">
        {count === 1 ? '1 warning or error' : `${formatCount(count)} warnings and errors`}
      </Tag>
    </button>
  )
}

/** A tab for each source that has said something, for the one in the address, and for all. */
function sourceTabs(known: KnownLog | null, chosen: LogAddress['source']) {
  const counts = known?.counts ?? []
  const all = counts.reduce((sum, { entries }) => sum + entries, 0)
  const own = logSources.flatMap(source => {
    const entries = counts.find(count => count.source === source)?.entries ?? 0
    return entries > 0 || source === chosen
      ? [{ id: source, title: sourceWords[source], count: formatCount(entries) }]
      : []
  })
  return [{ id: 'all' as const, title: 'All sources', count: formatCount(all) }, ...own]
}

function OlderLine({ known: { older, dropped }, onShow }: { known: KnownLog; onShow?: () => void }) {
  return (
    <div className={classes.older}>
      <span>
        {formatCount(older)} older {older === 1 ? 'entry' : 'entries'}
        {dropped > 0 && `; ${formatCount(dropped)} more of this run stand only in the file`}
      </span>
      {onShow && (
        <Button kind="link" onClick={onShow}>
          Show them
        </Button>
      )}
    </div>
  )
}

function NoEntries({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll(): void }) {
  return isFiltered ? (
    <Empty
      icon={IconFileText}
      title="No entry fits the filter"
      actions={<Button onClick={onShowAll}>Show all entries</Button>}
    >
      Entries appear here as they come.
    </Empty>
  ) : (
    <Empty icon={IconFileText} title="Nothing was said yet">
      The app says little while all is well: what starts, what fails, and what is tried again appears here.
    </Empty>
  )
}

function Foot({ known: { files, hasStack } }: { known: KnownLog }) {
  const [file, before] = files
  return (
    <>
      {file && (
        <span className={classes.file} title={before && `${file}\n${before}, before it`}>
          <span>On disk</span>
          <code>{file}</code>
          <CopyButton text={file} label="Copy the path" />
        </span>
      )}
      <span className={classes.scope}>
        {hasStack
          ? 'Of the app and of the six services that it runs'
          : 'Only of the app: the services of this profile keep their logs themselves'}
      </span>
    </>
  )
}
