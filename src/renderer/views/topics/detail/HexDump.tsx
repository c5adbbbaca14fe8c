import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import classes from './Detail.module.css'
import { bytesPerRow, hexRow, type HexByte } from './hex'

const rowHeight = 20

interface HexDumpProps {
  bytes: Uint8Array
  /** The first five bytes are Confluent's frame. */
  isFramed: boolean
  label: string
  /** Rows that are shown; the whole dump scrolls by itself when absent. */
  rows?: number
}

/** Bytes as digits and as characters. */
export function HexDump({ bytes, isFramed, label, rows }: HexDumpProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const count = Math.ceil(bytes.length / bytesPerRow)
  const shown = rows === undefined ? count : Math.min(count, rows)
  const virtual = useVirtualizer({
    count: shown,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 300, height: 400 },
  })
  return (
    <div
      ref={scroller}
      className={classes.hex}
      role="region"
      tabIndex={rows === undefined ? 0 : undefined}
      aria-label={label}
      data-whole={rows === undefined || undefined}
      style={rows === undefined ? undefined : { height: shown * rowHeight }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = hexRow(bytes, index * bytesPerRow, isFramed)
          return (
            <div key={index} className={classes.hexRow} style={{ transform: `translateY(${start}px)` }}>
              <span className={classes.hexPlace}>{row.place}</span>
              <span>
                {row.bytes.map((byte, i) => (
                  <Byte key={i} byte={byte} />
                ))}
              </span>
              <span className={classes.hexText}>{row.bytes.map(({ character }) => character).join('')}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Byte({ byte: { hex, role } }: { byte: HexByte }) {
  return <i data-role={role}>{hex}</i>
}
