import { useId, type ReactNode } from 'react'
import classes from './Segments.module.css'

interface SegmentsProps<Value extends string> {
  /** Read out. */
  label: string
  options: readonly { value: NoInfer<Value>; title: ReactNode; disabled?: boolean }[]
  value: Value
  onChange(value: Value): void
}

/** One of a few choices, all in sight. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  const name = useId()
  return (
    <fieldset className={classes.segments}>
      <legend className="visually-hidden">{label}</legend>
      {options.map(option => (
        <label
          key={option.value}
          data-chosen={option.value === value || undefined}
          data-off={option.disabled || undefined}
        >
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            disabled={option.disabled}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.title}
        </label>
      ))}
    </fieldset>
  )
}
