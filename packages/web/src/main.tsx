/** Starts the app: the only file that touches the browser's globals for fetch and storage of answers. */
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './styles/index.css'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { ApiContext } from './api/api-context.ts'
import { createApi } from './api/calls.ts'
import { createClient } from './api/client.ts'
import { mayRetry } from './api/queries.ts'
import { isUnreachable } from './errors.ts'
import { I18nProvider } from './i18n/i18n-provider.tsx'
import { createAppRouter } from './router.tsx'

/** How often a server that does not answer is looked for. */
const AGAIN_MS = 4000

const api = createApi(createClient((url, init) => fetch(url, init)))
const queries = new QueryClient({
  defaultOptions: {
    // A browser that believes to be offline may still reach a server on its own machine or network.
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      refetchInterval: ({ state }) => (isUnreachable(state.error) ? AGAIN_MS : false),
      retry: mayRetry,
      refetchOnWindowFocus: false,
      structuralSharing: false,
    },
    mutations: { networkMode: 'always' },
  },
})

const router = createAppRouter()
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <I18nProvider>
        <ApiContext value={api}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ApiContext>
      </I18nProvider>
    </StrictMode>,
  )
}
