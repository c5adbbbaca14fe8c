import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './Button'

interface CopyButtonProps {
  /** What is copied; a function when it is costly to make. */
  text: string | (() => string)
  /** What it does: "Copy as JSON". */
  label: string
  /** With a text beside the icon. */
  isWide?: boolean
  className?: string
}

/** How long it says that it was copied, ms. */
const saidMs = 1_500

export function CopyButton({ text, label, isWide, className }: CopyButtonProps) {
  const [done, setDone] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(null), saidMs)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => setDone((await copyText(typeof text === 'string' ? text : text())) ? 'copied' : 'failed')
  const Mark = done === 'copied' ? IconCheck : done === 'failed' ? IconAlertTriangle : IconCopy
  const said = done === 'copied' ? 'Copied' : done === 'failed' ? 'The clipboard refused it' : label
  const icon = <Mark size={14} stroke={1.6} aria-hidden />
  return isWide ? (
    <Button kind="link" className={className} icon={icon} onClick={() => void copy()}>
      {said}
    </Button>
  ) : (
    <IconButton className={className} label={said} onClick={() => void copy()}>
      {icon}
    </IconButton>
  )
}

/** @returns whether the clipboard took it: a page without focus or permission is refused */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
