import { useId, type ReactNode } from 'react'
import classes from './Form.module.css'

interface FieldProps {
  label: string
  /** What is wrong and the likely fix. */
  mistake?: string
  /** Quiet words below the field. */
  help?: ReactNode
  disabled?: boolean
}

interface TextFieldProps extends FieldProps {
  value: string
  placeholder?: string
  /** Addresses and names of the wire are in mono. */
  isMono?: boolean
  /** As wide as the form. */
  isWide?: boolean
  /** PEM texts. */
  isLong?: boolean
  onChange(value: string): void
  onLeave?(): void
}

/** A text with its label above and what is wrong with it below. */
export function TextField(props: TextFieldProps) {
  const { label, mistake, help, disabled, value, placeholder, isMono, isWide, isLong, onChange, onLeave } = props
  const id = useId()
  const common = {
    id,
    value,
    placeholder,
    disabled,
    spellCheck: false,
    autoComplete: 'off',
    className: isMono || isLong ? `${classes.input} ${classes.mono}` : classes.input,
    'aria-invalid': mistake !== undefined,
    'aria-describedby': mistake || help ? `${id}-note` : undefined,
    onBlur: onLeave,
  }
  return (
    <div className={classes.field} data-wide={isWide || isLong || undefined}>
      <label htmlFor={id}>{label}</label>
      {isLong ? (
        <textarea {...common} rows={3} onChange={event => onChange(event.target.value)} />
      ) : (
        <input {...common} type="text" onChange={event => onChange(event.target.value)} />
      )}
      <Note id={`${id}-note`} mistake={mistake} help={help} />
    </div>
  )
}

interface SecretFieldProps extends FieldProps {
  /** The app keeps one. */
  isSet: boolean
  /** Typed now; null: to be forgotten; undefined: as it is. */
  value: string | null | undefined
  isLong?: boolean
  onChange(value: string | null | undefined): void
  onLeave?(): void
}

/** Something that is only ever written: what is kept stays with the app, and is never shown. */
export function SecretField(props: SecretFieldProps) {
  const { label, mistake, help, disabled, isSet, value, isLong, onChange, onLeave } = props
  const id = useId()
  const isKept = isSet && value === undefined
  const common = {
    id,
    value: value ?? '',
    placeholder: isKept ? 'kept; type to replace it' : value === null ? 'will be forgotten' : '',
    disabled,
    spellCheck: false,
    className: isLong ? `${classes.input} ${classes.mono}` : classes.input,
    'aria-invalid': mistake !== undefined,
    'aria-describedby': `${id}-note`,
    onBlur: onLeave,
  }
  const onText = (text: string) => onChange(text === '' ? undefined : text)
  return (
    <div className={classes.field} data-wide={isLong || undefined}>
      <label htmlFor={id}>{label}</label>
      {isLong ? (
        <textarea {...common} autoComplete="off" rows={3} onChange={event => onText(event.target.value)} />
      ) : (
        <input {...common} type="password" autoComplete="new-password" onChange={event => onText(event.target.value)} />
      )}
      <Note id={`${id}-note`} mistake={mistake} help={help}>
        {isSet && !disabled && (
          <button
            type="button"
            className={classes.quiet}
            onClick={() => onChange(value === undefined ? null : undefined)}
          >
            {value === undefined ? 'Forget it' : 'Keep what is kept'}
          </button>
        )}
      </Note>
    </div>
  )
}

interface CheckFieldProps {
  label: ReactNode
  help?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange(checked: boolean): void
}

export function CheckField({ label, help, checked, disabled, onChange }: CheckFieldProps) {
  return (
    <label className={classes.check}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={event => onChange(event.target.checked)} />
      <span>
        {label}
        {help && <small>{help}</small>}
      </span>
    </label>
  )
}

/** A part of the form under a heading, with a switch beside it when the profile may lack it. */
export function FormSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside}
      </header>
      <div className={classes.grid}>{children}</div>
    </section>
  )
}

function Note({
  id,
  mistake,
  help,
  children,
}: Pick<FieldProps, 'mistake' | 'help'> & { id: string; children?: ReactNode }) {
  if (!mistake && !help && !children) return null
  return (
    <p id={id} className={classes.note}>
      {mistake ? <span className={classes.mistake}>{mistake}</span> : help && <span>{help}</span>}
      {children}
    </p>
  )
}
