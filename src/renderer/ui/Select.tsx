import { IconChevronDown } from '@tabler/icons-react'
import classes from './Field.module.css'

interface SelectProps<Value extends string> {
  /** Stands inside the field, before the value. */
  label: string
  value: Value
  options: readonly { value: NoInfer<Value>; title: string; disabled?: boolean }[]
  onChange(value: Value): void
  disabled?: boolean
}

/** One of many choices. */
export function Select<Value extends string>({ label, value, options, onChange, disabled }: SelectProps<Value>) {
  return (
    <label className={classes.select} data-off={disabled || undefined}>
      <span>{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={event => {
          const chosen = options.find(option => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map(option => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.title}
          </option>
        ))}
      </select>
      <IconChevronDown size={13} stroke={1.8} aria-hidden />
    </label>
  )
}
