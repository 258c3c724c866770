/** Hands the API to components, so that none of them reaches for fetch. */
import { createContext, useContext } from 'react'

import type { Api } from './calls.ts'

export const ApiContext = createContext<Api | undefined>(undefined)

export function useApi(): Api {
  const api = useContext(ApiContext)
  if (!api) throw new Error('There is no API above this component')
  return api
}
