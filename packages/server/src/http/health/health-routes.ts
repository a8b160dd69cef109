import { jsonAnswer } from '#http/answers/write-answer'
import type { Route } from '#http/routes/route-table'
import type { ReadyReport } from './readiness.ts'

/**
 * `/health`: whether the process runs. `/ready`: whether it can answer calls.
 * @param showsChecks whether `/ready` shows the outcome of each check, which is for operators only
 */
export function healthRoutes(readiness: () => Promise<ReadyReport>, showsChecks: boolean): readonly Route[] {
  return [
    { verb: 'GET', path: '/health', answer: () => jsonAnswer(200, { status: 'up' }) },
    {
      verb: 'GET',
      path: '/ready',
      async answer() {
        const { isReady, checks } = await readiness()
        const status = isReady ? 'ready' : 'not ready'
        return jsonAnswer(isReady ? 200 : 503, showsChecks ? { status, checks } : { status })
      },
    },
  ]
}
