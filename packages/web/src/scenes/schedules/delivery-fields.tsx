/** Where a schedule delivers: to people by e-mail, or to a program by a signed webhook. */
import { useState } from 'react'

import type { Delivery } from '../../api/schedules.ts'
import { useT } from '../../i18n/use-t.ts'

const WAYS = ['mail', 'webhook'] as const

export function DeliveryFields({
  delivery,
  onDelivery,
}: {
  delivery: Delivery
  onDelivery: (delivery: Delivery) => void
}) {
  const t = useT()
  const choose = (by: Delivery['by']) =>
    onDelivery(by === 'mail' ? { by, to: [], attach: true } : { by, url: '' })
  return (
    <>
      <fieldset className="labelled">
        <legend>{t('schedules.dialog.by')}</legend>
        <div className="segments">
          {WAYS.map(by => (
            <label key={by}>
              <input
                type="radio"
                className="hidden"
                name="by"
                checked={delivery.by === by}
                onChange={() => choose(by)}
              />
              <span>{t(`schedules.dialog.ways.${by}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {delivery.by === 'mail' ? (
        <Recipients delivery={delivery} onDelivery={onDelivery} />
      ) : (
        <label className="labelled">
          {t('schedules.dialog.url')}
          <input
            className="field"
            type="url"
            required
            placeholder="https://"
            value={delivery.url}
            onChange={event => onDelivery({ ...delivery, url: event.target.value })}
          />
          <small className="hint">{t('schedules.dialog.urlHint')}</small>
        </label>
      )}
    </>
  )
}

interface RecipientsProps {
  delivery: Extract<Delivery, { by: 'mail' }>
  onDelivery: (delivery: Delivery) => void
}

function Recipients({ delivery, onDelivery }: RecipientsProps) {
  const t = useT()
  const [text, setText] = useState(delivery.to.join(', '))
  const change = (written: string) => {
    setText(written)
    const to = [...new Set(written.split(/[\s,;]+/).filter(address => address !== ''))]
    onDelivery({ ...delivery, to })
  }
  return (
    <>
      <label className="labelled">
        {t('schedules.dialog.to')}
        <input
          className="field"
          required
          value={text}
          inputMode="email"
          autoComplete="off"
          placeholder="clarissa@example.com, peter@example.com"
          onChange={event => change(event.target.value)}
        />
      </label>
      <label className="check-line">
        <input
          type="checkbox"
          checked={delivery.attach}
          onChange={event => onDelivery({ ...delivery, attach: event.target.checked })}
        />
        <span>
          <b>{t('schedules.dialog.attach')}</b>
          <small>{t('schedules.dialog.attachHint')}</small>
        </span>
      </label>
    </>
  )
}
