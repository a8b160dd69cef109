import { getTime } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { Method } from './method.ts'

/** The gateway's clock. */
export const getTimeMethod: Method<typeof getTime> = {
  definition: getTime,
  async call(_input, { nowMs }) {
    return { time: momentText(nowMs) }
  },
}
