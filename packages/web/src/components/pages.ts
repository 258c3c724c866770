/** The pages that the rail and the command menu lead to, in their order. A new page is one line here and one in the router. */
import {
  Activity,
  BookMarked,
  CalendarClock,
  Diff,
  Download,
  Star,
  Waypoints,
  type LucideIcon,
} from 'lucide-react'

export interface PageEntry {
  id: 'activity' | 'changes' | 'entities' | 'views' | 'exports' | 'schedules' | 'catalog'
  to: '/activity' | '/changes' | '/entities' | '/views' | '/exports' | '/schedules' | '/catalog'
  icon: LucideIcon
  /** Where it stands in the rail. */
  place: 'top' | 'bottom'
}

export const PAGES: readonly PageEntry[] = [
  { id: 'activity', to: '/activity', icon: Activity, place: 'top' },
  { id: 'changes', to: '/changes', icon: Diff, place: 'top' },
  { id: 'entities', to: '/entities', icon: Waypoints, place: 'top' },
  { id: 'views', to: '/views', icon: Star, place: 'top' },
  { id: 'exports', to: '/exports', icon: Download, place: 'top' },
  { id: 'schedules', to: '/schedules', icon: CalendarClock, place: 'top' },
  { id: 'catalog', to: '/catalog', icon: BookMarked, place: 'bottom' },
]
