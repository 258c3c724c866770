/** Takes a catalog file in: choose or drop it, see what is in it, send it. It is taken in whole or not at all. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileJson } from 'lucide-react'
import { useState, type DragEvent, type FormEvent } from 'react'

import { useApi } from '../../api/api-context.ts'
import { Problem } from '../../components/problem.tsx'
import { Text } from '../../components/text.tsx'
import { TitledDialog } from '../../components/titled-dialog.tsx'
import { useT } from '../../i18n/use-t.ts'
import { readCatalogText, type CatalogFile, type ReadProblem } from './read-file.ts'

/** Names of applications that the dialog lists. */
const NAMES_SHOWN = 8

interface Chosen {
  fileName: string
  read: CatalogFile | ReadProblem
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const api = useApi()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen>()
  const [replace, setReplace] = useState(false)
  const send = useMutation({
    mutationFn: (file: CatalogFile) => api.putCatalog(file.applications, replace),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['catalog'] }),
  })
  const take = async (file: File | undefined) => {
    if (!file) return
    send.reset()
    setChosen({ fileName: file.name, read: readCatalogText(await file.text()) })
  }
  const file = typeof chosen?.read === 'object' ? chosen.read : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (file) send.mutate(file)
  }
  return (
    <TitledDialog title={t('catalog.importTitle')} onClose={onClose}>
      {send.isSuccess ? (
        <Done counts={send.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <div className="dialog-body">
            <DropField onFile={one => void take(one)} />
            {chosen && <Read chosen={chosen} />}
            <label className="check-line">
              <input type="checkbox" checked={replace} onChange={event => setReplace(event.target.checked)} />
              <span>
                <b>{t('catalog.replace')}</b>
                <small>{t('catalog.replaceHint')}</small>
              </span>
            </label>
            <Problem error={send.error} />
          </div>
          <div className="dialog-foot">
            <button type="button" className="button" onClick={onClose}>
              {t('views.cancel')}
            </button>
            <button
              type="submit"
              className="button"
              data-kind="primary"
              disabled={file === undefined || send.isPending}
            >
              {t('catalog.take')}
            </button>
          </div>
        </form>
      )}
    </TitledDialog>
  )
}

function DropField({ onFile }: { onFile: (file: File | undefined) => void }) {
  const t = useT()
  const [over, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  return (
    <label
      className="drop-field"
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <FileJson size={22} strokeWidth={1.6} aria-hidden />
      <b>{t('catalog.choose')}</b>
      <small className="quiet">{t('catalog.chooseHint')}</small>
      <input
        type="file"
        className="hidden"
        accept="application/json,.json"
        onChange={event => onFile(event.target.files?.[0])}
      />
    </label>
  )
}

function Read({ chosen: { fileName, read } }: { chosen: Chosen }) {
  const t = useT()
  if (typeof read === 'string')
    return (
      <div className="problem" role="alert">
        <b>
          <Text>{fileName}</Text>
        </b>
        {t(`catalog.fileProblems.${read}`)}
      </div>
    )
  const { names, entities, activities } = read
  return (
    <div className="catalog-read" role="status">
      <b>
        <Text>{fileName}</Text>
      </b>
      <span>{t('catalog.fileCounts', { applications: names.length, entities, activities })}</span>
      <small className="quiet">
        <Text wrap>{names.slice(0, NAMES_SHOWN).join(', ')}</Text>
        {names.length > NAMES_SHOWN && ` ${t('catalog.andMore', { n: names.length - NAMES_SHOWN })}`}
      </small>
    </div>
  )
}

function Done({
  counts,
  onClose,
}: {
  counts: { applications: number; entities: number; activities: number }
  onClose: () => void
}) {
  const t = useT()
  return (
    <>
      <div className="dialog-body" role="status">
        <p>{t('catalog.done', { ...counts })}</p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="button" data-kind="primary" autoFocus onClick={onClose}>
          {t('keyboard.close')}
        </button>
      </div>
    </>
  )
}
