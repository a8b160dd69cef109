import type { ImportQuestion } from '@yaoquan/api/words'
import type { DateText } from '#domain/dates'
import type { Rule } from '#domain/rule'

/** What a job does to each of its targets. Nothing in it names a person. */
export type JobTask =
  /** Claims `count` coupons of a template for each member. */
  | Readonly<{
      kind: 'send'
      couponId: string
      count: number
      channel: string | undefined
      /** Sends whose refused rows this one sends again, the last one first; undefined for a list. */
      follows?: readonly string[] | undefined
    }>
  | Readonly<{ kind: 'void'; reason: string; withHeld: boolean }>
  | Readonly<{ kind: 'extend'; endDate: DateText; reason: string | undefined }>
  /** Saves the members, or issues the coupons, of the rows of a file. */
  | ImportTask

export type ImportTask = Readonly<{
  kind: 'import-members' | 'import-coupons'
  /** What rows of a file of coupons may be. Undefined: all of it, for coupons that are typed into a form. */
  answered?: readonly ImportQuestion[] | undefined
  /** Columns of the file, in its order; undefined where there is none. */
  columns?: readonly FileColumn[] | undefined
}>

/** `name`: the wire name of the field that a column was read as; undefined where it was left out. */
export type FileColumn = Readonly<{ title: string; name?: string | undefined }>

/** A task whose targets are coupons that exist. */
export type CouponTask = Extract<JobTask, Readonly<{ kind: 'void' | 'extend' }>>

/** What a send of the rows that another one refused has in place of the digest of a file, so that there is one such send. */
export function listOfRefused(jobId: string): string {
  return `rows refused by ${jobId}`
}

export function isImport(task: JobTask): task is ImportTask {
  return task.kind === 'import-members' || task.kind === 'import-coupons'
}

/** A draft takes targets and does nothing; done and cancelled jobs stay as they are. */
export type JobState = 'draft' | 'running' | 'paused' | 'done' | 'cancelled'

/** What the dry run found; nothing was written by it. */
export type JobPreview = Readonly<{
  /** Targets that occurred before and are left out. */
  duplicates: number
  /** Targets that are phones of these kinds. */
  landlines: number
  foreign: number
  /** Targets that name members of the seller. */
  knownMembers: number
  /** How many of these have as many coupons of the template as allowed. */
  overLimit: number
  /** Rows of a file that name the member, phone, card or code of an earlier row. */
  repeated: number
  /** Coupons and rows that will be as they are. */
  unchanged: number
  /** Members or coupons that an import will create. */
  created: number
  /** Targets that will be refused, by reason. */
  refused: Readonly<Partial<Record<ItemRefusal, number>>>
}>

/** A long act of an operator. */
export type Job = Readonly<{
  sellerId: string
  jobId: string
  task: JobTask
  /** What the operator calls it, for example the name of a file. */
  title: string | undefined
  state: JobState
  /** All targets are known: it may be started. */
  isReady: boolean
  /** `operator:NAME`. */
  createdBy: string
  createdAtMs: number
  /** The operator who started it; events of what it does name this operator. */
  startedBy: string | undefined
  startedAtMs: number | undefined
  endedAtMs: number | undefined
  preview: JobPreview
  counts: JobCounts
  /** Number of the last place that was given. */
  lastPlace: number
  /** Everything up to this place is done; the items up to `begunPlace` may be. */
  donePlace: number
  begunPlace: number
}>

/** Items by state. Those left are `total` less the others. */
export type JobCounts = Readonly<{ total: number; done: number; unchanged: number; refused: number }>

export type ItemState = 'pending' | 'done' | 'unchanged' | 'refused'

export type ItemRefusal =
  | 'invalid-target'
  | 'already-sent'
  | 'member-erased'
  | 'coupon-not-found'
  | 'already-used'
  | 'held'
  | 'void'
  | 'not-later'
  | 'end-date-passed'
  | 'template-not-found'
  | 'template-closed'
  | 'template-not-published'
  | 'claim-not-open'
  | 'stock-exhausted'
  | 'member-limit-reached'
  | 'conflict'
  | 'invalid-row'
  | 'member-ambiguous'
  | 'member-merged'
  | 'coupon-differs'

export type JobTarget =
  | Readonly<{ kind: 'phone'; phone: string }>
  | Readonly<{ kind: 'card'; cardNo: string }>
  | Readonly<{ kind: 'coupon'; couponCode: string }>
  /** `values`: of a file by properties of a member or coupon, `attribute.NAME` for attributes of members; blank ones are left out. */
  | RowTarget

export type RowValues = Readonly<Record<string, string>>

export type RowTarget = Readonly<{ kind: 'row'; values: RowValues; file?: RowOfFile | undefined }>

/** A row as the file has it. `fault`: why its values cannot be used. */
export type RowOfFile = Readonly<{ cells: readonly string[]; fault?: Rule | undefined }>

export type JobItem = Readonly<{
  /** Place in the list that was given, from 1. Places of duplicates are missing. */
  place: number
  /** Line in the file of an import, from 1; undefined for other jobs. */
  line: number | undefined
  /** Undefined once it was removed, or its member was erased. */
  target: JobTarget | undefined
  outcome: ItemOutcome
}>

/** `planned`: what an import will do with a row, where it will not change a member. */
export type PendingOutcome = Readonly<{ state: 'pending'; planned?: 'created' | 'unchanged' | undefined }>

/** What became of an item. `couponCodes`: those that a send claimed. */
export type ItemOutcome =
  | PendingOutcome
  | Readonly<{ state: 'unchanged' }>
  | Readonly<{ state: 'done'; couponCodes: readonly string[] }>
  | RefusedItem

/** `fault`: of a row of a file or a member of a send, the wire name of the field that is wrong, and the rule. */
export type RefusedItem = Readonly<{
  state: 'refused'
  refusal: ItemRefusal
  fault?: FieldFault | undefined
  /** The other faults of the row, as far as they are known; they are not stored. */
  others?: readonly FieldFault[] | undefined
}>

/** `shown`: the wrong value as it may be shown, of a member of a send, whose text is not stored. */
export type FieldFault = Readonly<{ field: string; rule: Rule; shown?: string | undefined }>

/** Items that one turn of a job does, by place: the same ones however often it is repeated, as they share a request number. */
export const batchSize = 100

/** The most targets of a job. */
export const maxTargets = 200_000

/** The last place of the batch after one. */
export function endOfBatch(donePlace: number, lastPlace: number): number {
  return Math.min(lastPlace, (Math.floor(donePlace / batchSize) + 1) * batchSize)
}

/** Items that a start would do. */
export function pendingCount({ total, done, unchanged, refused }: JobCounts): number {
  return total - done - unchanged - refused
}

/** How many of the pending items a start would change: the number that the operator types. */
export function changingCount({ counts, preview }: Pick<Job, 'counts' | 'preview'>): number {
  const refused = Object.values(preview.refused).reduce((sum, count) => sum + count, 0)
  return pendingCount(counts) - preview.unchanged - refused
}

export const emptyPreview: JobPreview = {
  duplicates: 0,
  knownMembers: 0,
  landlines: 0,
  foreign: 0,
  overLimit: 0,
  repeated: 0,
  unchanged: 0,
  created: 0,
  refused: {},
}

export const noCounts: JobCounts = { total: 0, done: 0, unchanged: 0, refused: 0 }

/** What an operator does to a job; `finish` is the runner's. */
export type JobStep = 'start' | 'pause' | 'resume' | 'cancel' | 'finish'

const steps: Readonly<Record<JobStep, Readonly<{ from: readonly JobState[]; to: JobState }>>> = {
  start: { from: ['draft'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['draft', 'running', 'paused'], to: 'cancelled' },
  finish: { from: ['running'], to: 'done' },
}

/** @returns the state after a step; undefined where it is not possible */
export function stateAfter(step: JobStep, state: JobState): JobState | undefined {
  const { from, to } = steps[step]
  return from.includes(state) ? to : undefined
}
