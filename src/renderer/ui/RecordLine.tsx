import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import type { RecordRef } from '../../shared/city/types'
import { IconButton } from './Button'
import classes from './RecordLine.module.css'

/** The place in the log that something on the screen comes from. */
export function RecordLine({ record, children }: { record: RecordRef; children?: string }) {
  const [copied, setCopied] = useState(false)
  const place = `${record.topic}-${record.partition}@${record.offset}`
  const copy = async () => {
    await navigator.clipboard.writeText(place)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <div className={classes.record}>
      {children && <span className={classes.what}>{children}</span>}
      <code className={classes.topic}>{breakable(record.topic)}</code>
      <span className={classes.place}>
        partition <code>{record.partition}</code> offset <code>{BigInt(record.offset).toLocaleString('en-US')}</code>
      </span>
      {'clipboard' in navigator && (
        <IconButton className={classes.copy} label="Copy topic, partition and offset" onClick={() => void copy()}>
          {copied ? <IconCheck size={13} stroke={1.6} /> : <IconCopy size={13} stroke={1.6} />}
        </IconButton>
      )}
    </div>
  )
}

/** A long topic breaks after its dots and underscores rather than in a word. */
function breakable(topic: string) {
  return topic.split(/(?<=[._-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
