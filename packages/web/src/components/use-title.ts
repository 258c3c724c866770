/** The title of the page in the browser: what is on it, and the product behind it. */
import { useEffect } from 'react'

import { useT } from '../i18n/use-t.ts'
import { visible } from '../text/visible.ts'

export function useTitle(title: string): void {
  const t = useT()
  useEffect(() => {
    document.title = `${visible(title)} · ${t('app.product')}`
  }, [title, t])
}
