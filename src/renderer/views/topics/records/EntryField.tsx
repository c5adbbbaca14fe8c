import { useState } from 'react'
import classes from './RecordsTab.module.css'

interface EntryFieldProps<Value> {
  /** Stands inside the field. */
  label: string
  initial: string
  placeholder: string
  /** px */
  width: number
  /** Null: it makes no sense. */
  parse(text: string): Value | null
  /** What is expected, said when it makes no sense. */
  help: string
  takesFocus: boolean
  onEnter(value: Value): void
}

/** A field for a place to read from. It is read with Enter, or when it is left. */
export function EntryField<Value>({
  label,
  initial,
  placeholder,
  width,
  parse,
  help,
  takesFocus,
  onEnter,
}: EntryFieldProps<Value>) {
  const [text, setText] = useState(initial)
  const [isWrong, setWrong] = useState(false)
  const enter = () => {
    const value = parse(text)
    setWrong(value === null)
    if (value !== null) onEnter(value)
  }
  return (
    <label className={classes.entry} data-wrong={isWrong || undefined}>
      <span>{label}</span>
      <input
        type="text"
        value={text}
        placeholder={placeholder}
        style={{ width: width - 60 }}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={isWrong}
        autoFocus={takesFocus}
        onChange={event => {
          setText(event.target.value)
          setWrong(false)
        }}
        onKeyDown={event => event.key === 'Enter' && enter()}
        onBlur={() => text !== initial && text !== '' && enter()}
      />
      {isWrong && (
        <small className={classes.entryHelp} role="alert">
          {help}
        </small>
      )}
    </label>
  )
}
