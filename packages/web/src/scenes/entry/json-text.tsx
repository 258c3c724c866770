/** A value as indented JSON with its keys told apart. Text only: what is in the value never becomes markup. */
import { Pieces } from '../../components/text.tsx'

const KEY = /^(\s*)("(?:[^"\\]|\\.)*")(:.*)$/s

export function JsonText({ value }: { value: unknown }) {
  const lines = JSON.stringify(value, null, 2).split('\n')
  return (
    <pre className="json">
      {lines.map((line, at) => (
        <Line key={at} line={line} />
      ))}
    </pre>
  )
}

function Line({ line }: { line: string }) {
  const match = KEY.exec(line)
  if (!match) {
    return (
      <>
        <Pieces text={line} />
        {'\n'}
      </>
    )
  }
  const [, indent = '', key = '', rest = ''] = match
  return (
    <>
      {indent}
      <span className="key">
        <Pieces text={key} />
      </span>
      <Pieces text={rest} />
      {'\n'}
    </>
  )
}
