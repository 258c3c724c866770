/** The change report: one row per changed attribute, old and new side by side. */
import { ReportScene } from '../report/report-scene.tsx'

export const Changes = () => <ReportScene report="changes" />
