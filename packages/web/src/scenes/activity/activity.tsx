/** The activity report: one row per event. */
import { ReportScene } from '../report/report-scene.tsx'

export const Activity = () => <ReportScene report="activity" />
