import { lineIds, type LineId } from '../../shared/city/types'
import classes from './LineBullet.module.css'

const codes: Record<LineId, string> = {
  red: 'Rd',
  blue: 'Bl',
  brown: 'Br',
  green: 'Gr',
  orange: 'Or',
  pink: 'Pk',
  purple: 'Pu',
  yellow: 'Ye',
}

export const lineNames = Object.fromEntries(
  lineIds.map(line => [line, line.charAt(0).toUpperCase() + line.slice(1)]),
) as Record<LineId, string>

/** A line's sign: its colour and two letters, so that nobody depends on the colour alone. */
export function LineBullet({
  line,
  size = 18,
  off = false,
}: {
  line: LineId
  size?: 14 | 16 | 18 | 20 | 24
  off?: boolean
}) {
  return (
    <span
      className={classes.bullet}
      data-size={size}
      data-off={off || undefined}
      style={off ? undefined : { background: `var(--line-${line})`, color: `var(--on-${line})` }}
      title={`${lineNames[line]} Line`}
      aria-label={`${lineNames[line]} Line`}
      role="img"
    >
      {codes[line]}
    </span>
  )
}
