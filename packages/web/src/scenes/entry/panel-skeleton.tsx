/** What stands in a panel until its entry is there. */

const WIDTHS = ['60%', '90%', '40%', '80%', '70%'] as const

export function PanelSkeleton() {
  return (
    <div className="panel-skeleton" aria-busy>
      {WIDTHS.map(width => (
        <i className="skeleton" key={width} style={{ width }} />
      ))}
    </div>
  )
}
