import { IconSearch, IconX } from '@tabler/icons-react'
import { useRef, type KeyboardEvent } from 'react'
import { IconButton } from './Button'
import classes from './Field.module.css'
import { useKeys } from './keys'

interface SearchFieldProps {
  value: string
  onChange(value: string): void
  /** Says what is searched; also its name. */
  placeholder: string
  /** Puts the cursor into the field; null: none. */
  hotkey?: string | null
  onEnter?(): void
  isWrong?: boolean
  className?: string
}

/** A field that narrows a list. Escape empties it, then leaves it. */
export function SearchField({
  value,
  onChange,
  placeholder,
  hotkey = '/',
  onEnter,
  isWrong,
  className,
}: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnter?.()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (value !== '') onChange('')
    else input.current?.blur()
  }
  return (
    <div
      className={className ? `${classes.field} ${className}` : classes.field}
      data-wrong={isWrong || undefined}
      role="search"
    >
      {hotkey !== null && <FieldKey hotkey={hotkey} title={placeholder} onKey={() => input.current?.select()} />}
      <IconSearch size={14} stroke={1.8} aria-hidden />
      <input
        ref={input}
        type="text"
        value={value}
        placeholder={placeholder}
        aria-label={placeholder}
        aria-invalid={isWrong}
        spellCheck={false}
        autoComplete="off"
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {value !== '' ? (
        <IconButton
          label="Empty the field"
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
        >
          <IconX size={13} stroke={1.8} />
        </IconButton>
      ) : (
        hotkey !== null && <kbd>{hotkey}</kbd>
      )}
    </div>
  )
}

function FieldKey({ hotkey, title, onKey }: { hotkey: string; title: string; onKey(): void }) {
  useKeys('Search', [{ key: hotkey, title, run: onKey }])
  return null
}
