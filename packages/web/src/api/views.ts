/** Saved views as the API keeps them. A view is the address of a report: `query` is what stands behind its `?`. */
import { complete, type Get, type Send } from './answer.ts'

export interface ViewInput {
  name: string
  /** Id of a report or of a vendor's layout. */
  report: string
  query: string
  shared: boolean
}

export interface View extends ViewInput {
  id: string
  mine: boolean
  owner: string
  createdAt: string
  updatedAt: string
}

export interface ViewCalls {
  views(signal?: AbortSignal): Promise<View[]>
  createView(view: ViewInput): Promise<View>
  updateView(id: string, view: ViewInput): Promise<View>
  removeView(id: string): Promise<void>
}

export function viewCalls(get: Get, send: Send): ViewCalls {
  const pathOf = (id: string) => `/v1/views/${encodeURIComponent(id)}`
  const one = (answer: Record<string, unknown>) => complete<View>(answer, view => typeof view.id === 'string')
  return {
    async views(signal) {
      const answer = await get('/v1/views', signal)
      return complete<{ views: View[] }>(answer, one => Array.isArray(one.views)).views
    },
    createView: async view => one(await send('POST', '/v1/views', view)),
    updateView: async (id, view) => one(await send('PUT', pathOf(id), view)),
    async removeView(id) {
      await send('DELETE', pathOf(id))
    },
  }
}
