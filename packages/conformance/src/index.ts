import type { RunConformance } from '#server/testing'
import { runConformance as checkDatabase } from './run-conformance.ts'

/** What the command `yaoquan conformance` calls, in the form that the command was compiled for. */
export const runConformance: RunConformance = checkDatabase
