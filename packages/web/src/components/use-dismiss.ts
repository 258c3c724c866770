/** Closes something that floats when the reader presses Escape, clicks elsewhere, or moves the focus away. */
import { useEffect, type RefObject } from 'react'

export function useDismiss(open: boolean, inside: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined
    const away = (event: Event) => {
      if (event.target instanceof Node && !inside.current?.contains(event.target)) close()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      close()
      inside.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
    }
    const { current } = inside
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    current?.addEventListener('keydown', key)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
      current?.removeEventListener('keydown', key)
    }
  }, [open, inside, close])
}
