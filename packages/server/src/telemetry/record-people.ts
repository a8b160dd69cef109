import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { createMetrics } from './metrics.ts'

/** An answered attempt to sign in to the console. */
export type AnsweredSignIn = Readonly<{
  outcome: 'signed-in' | 'refused' | 'code-needed' | 'password-expired' | 'locked' | 'busy'
  ip: string
  /** Name of the operator who signed in, otherwise empty. */
  operator: string
}>

export interface PeopleTelemetry {
  signInAnswered(attempt: AnsweredSignIn): void
  /** The process that read a spreadsheet died. */
  fileReaderDied(end: Readonly<{ code: number | null; signal: string | null }>): void
}

/** Log line and metric of each attempt to sign in. */
export function recordPeople(logger: Logger, registry: Registry): PeopleTelemetry {
  const { counter } = createMetrics(registry)
  const attempts = counter(
    'yaoquan_console_sign_ins_total',
    'Attempts to sign in to the console, by outcome',
    'outcome',
  )
  return {
    signInAnswered(attempt) {
      attempts.inc({ outcome: attempt.outcome })
      logger.info(attempt, 'sign-in answered')
    },
    fileReaderDied: (end) => logger.warn(end, 'the process that read a spreadsheet died; the file was refused'),
  }
}
