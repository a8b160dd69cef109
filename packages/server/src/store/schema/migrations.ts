import type { Migration } from '#database/migrate'
import { createTables } from './0001.ts'

/** Every step of the schema, in order. A released step never changes; new steps are added at the end. */
export const migrations: readonly Migration[] = [createTables]
