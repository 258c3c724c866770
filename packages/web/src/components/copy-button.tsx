/** Copies a text and says so for a moment. Where the browser offers no clipboard there is no button that does nothing. */
import { Check, Clipboard } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'

import { IconButton } from './icon-button.tsx'
import { useT } from '../i18n/use-t.ts'

const SHOWN_MS = 1500

export interface CopyButtonProps {
  label: string
  text: () => string
  icon?: ReactNode
  small?: boolean
}

export function CopyButton({ label, text, icon, small = false }: CopyButtonProps) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  if (!('clipboard' in navigator)) return null
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setCopied(true)
    } catch {
      // The browser refused: the text can still be selected.
    }
  }
  return (
    <>
      <IconButton small={small} label={copied ? t('panel.copied') : label} onClick={() => void copy()}>
        {copied ? (
          <Check size={small ? 13 : 15} aria-hidden />
        ) : (
          (icon ?? <Clipboard size={small ? 13 : 15} aria-hidden />)
        )}
      </IconButton>
      <span className="hidden" role="status">
        {copied ? t('panel.copied') : ''}
      </span>
    </>
  )
}
