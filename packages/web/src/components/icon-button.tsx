/** A button that is only a sign. Its label is its name for everyone: as a tooltip and for assistive technology. */
import type { ReactNode } from 'react'

export interface IconButtonProps {
  label: string
  children: ReactNode
  onClick: () => void
  disabled?: boolean
  small?: boolean
}

export function IconButton({ label, children, onClick, disabled = false, small = false }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={label}
      disabled={disabled}
      data-small={small || undefined}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
