/**
 * The pages by address. Search parameters reach every page as they are in the URL; state/report-state.ts gives them meaning.
 * The reports are part of the first load; every other page is a chunk of its own: `component: lazyRouteComponent(() => import(…), 'Name')`.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouterHistory,
} from '@tanstack/react-router'

import { Broken, NotFound } from './components/states.tsx'
import { Shell } from './components/shell.tsx'
import { Activity } from './scenes/activity/activity.tsx'
import { Changes } from './scenes/changes/changes.tsx'
import { SignInPage } from './scenes/sign-in/sign-in-page.tsx'
import { parseSearch, printSearch, type SearchParams } from './state/url.ts'

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  search: { middlewares: [({ search, next }) => keepZone(search, next(search))] },
})

/** The clock goes along from page to page. UTC, where it is chosen, is the address without one. */
function keepZone(from: SearchParams, to: SearchParams): SearchParams {
  const { tz = from['tz'], ...rest } = to
  return tz === undefined || tz[0] === 'UTC' ? rest : { ...rest, tz }
}

const first = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/activity" replace />,
})
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage })

/** Everything behind the sign-in. */
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const activity = createRoute({ getParentRoute: () => shell, path: '/activity', component: Activity })
const changes = createRoute({ getParentRoute: () => shell, path: '/changes', component: Changes })

const entity = createRoute({
  getParentRoute: () => shell,
  path: '/entities/$type/$id',
  component: lazyRouteComponent(() => import('./scenes/entity/entity-page.tsx'), 'EntityPage'),
})

const exportsPage = createRoute({
  getParentRoute: () => shell,
  path: '/exports',
  component: lazyRouteComponent(() => import('./scenes/exports/exports-page.tsx'), 'ExportsPage'),
})

const schedules = createRoute({
  getParentRoute: () => shell,
  path: '/schedules',
  component: lazyRouteComponent(() => import('./scenes/schedules/schedules-page.tsx'), 'SchedulesPage'),
})

const entities = createRoute({
  getParentRoute: () => shell,
  path: '/entities',
  component: lazyRouteComponent(() => import('./scenes/entities/entities-page.tsx'), 'EntitiesPage'),
})
const views = createRoute({
  getParentRoute: () => shell,
  path: '/views',
  component: lazyRouteComponent(() => import('./scenes/views/views-page.tsx'), 'ViewsPage'),
})
const catalog = createRoute({
  getParentRoute: () => shell,
  path: '/catalog',
  component: lazyRouteComponent(() => import('./scenes/catalog/catalog-page.tsx'), 'CatalogPage'),
})

/** One line for each page behind the sign-in. */
const pages = [activity, changes, entities, entity, views, exportsPage, schedules, catalog] as const

export const createAppRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree: root.addChildren([first, signIn, shell.addChildren(pages)]),
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
    parseSearch,
    stringifySearch: search => printSearch(search as SearchParams),
    ...(history ? { history } : {}),
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
