import { useEffect, useState } from 'react'
import { dayOf } from './days.ts'

/** The present moment, epoch milliseconds; components show it anew each time it moved by so much. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}

/** The present day in GMT+8, `YYYY-MM-DD`. */
export function useToday(): string {
  return dayOf(useNow(60_000))
}
