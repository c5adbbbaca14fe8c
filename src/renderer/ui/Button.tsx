import type { ButtonHTMLAttributes, ReactNode } from 'react'
import classes from './Button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'primary' | 'plain' | 'danger' | 'link'
  icon?: ReactNode
}

/** 28 high. At most one primary in a panel. */
export function Button({ kind = 'plain', icon, children, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={className ? `${classes.button} ${className}` : classes.button}
      data-kind={kind}
    >
      {icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Read out, and shown as a tooltip. */
  label: string
  /** The key that does the same. */
  hotkey?: string
}

export function IconButton({ label, hotkey, children, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={className ? `${classes.icon} ${className}` : classes.icon}
      aria-label={label}
      data-hotkey={hotkey}
      title={hotkey ? `${label} (${hotkey})` : label}
    >
      {children}
    </button>
  )
}
