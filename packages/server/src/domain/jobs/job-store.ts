import type { MemberNumber } from '#domain/members/member'
import type {
  ItemOutcome,
  ItemRefusal,
  ItemState,
  Job,
  JobItem,
  JobPreview,
  JobTarget,
  JobTask,
  RefusedItem,
} from './job.ts'

/** Keeps jobs. Drafts and steps of jobs are acts; here are the filling of drafts and the leases of what runs. */
export interface JobStore {
  /** The members that targets name, in their order. */
  findMembersOf(sellerId: string, targets: readonly JobTarget[]): Promise<readonly (readonly MemberNumber[])[]>
  /** Members that got coupons from these sends by each target, in their order; known for 30 days after a send ended. */
  findSent(
    sellerId: string,
    sent: Readonly<{ jobIds: readonly string[]; targets: readonly JobTarget[] }>,
  ): Promise<readonly (readonly SentTo[])[]>
  /** The job that used a list for a task. */
  findJobOfList(sellerId: string, list: Pick<NewJob, 'task' | 'sourceDigest'>): Promise<string | undefined>
  /** Adds targets to a draft. Those that it has are counted as duplicates. */
  addTargets(added: AddedTargets): Promise<Readonly<{ kind: 'added'; job: Job }> | RefusedAdding>
  /** Another dry run of an import that is not ready found this of its rows. */
  setPlans(key: JobKey, plans: readonly DoneItem[]): Promise<void>
  /** An import has all its rows, of which these counts hold. @returns undefined where it is no draft any more, or ready */
  setReady(key: JobKey, counts: RowCounts): Promise<Job | undefined>
  /** A later dry run of a draft found this. @returns false where it is no draft any more */
  setPreview(key: JobKey, preview: JobPreview): Promise<boolean>
  /** @returns undefined where the seller has none of this id */
  findJob(key: JobKey): Promise<Job | undefined>
  /** Jobs of a seller, the newest first. */
  listJobs(query: JobListQuery): Promise<readonly Job[]>
  /** Items in the order of their places. */
  listItems(query: ItemQuery): Promise<readonly JobItem[]>
  /** The same for some places. */
  listItemsAt(key: JobKey, places: readonly number[]): Promise<readonly JobItem[]>
  /** Resolves when a long look may keep the process for some milliseconds; for more it calls again. Other calls go on meanwhile. */
  turn(): Promise<void>
  /** Jobs of all sellers that have something to do, those that wait longest first. @param nowMs of the store's clock */
  listDue(nowMs: number): Promise<readonly JobLease[]>
  /** Reserves a job for this program until a moment. @returns the reservation; undefined where another program was faster */
  takeLease(lease: JobLease, untilMs: number): Promise<JobLease | undefined>
  /** Records that the items up to a place are about to be done, unless the job runs no more. @returns the job; undefined where the lease is lost */
  beginBatch(lease: JobLease, begunPlace: number): Promise<Job | undefined>
  /** Records what became of a batch. @returns the job after it; undefined where the lease is lost, and nothing was recorded */
  saveBatch(lease: JobLease, batch: DoneBatch): Promise<Job | undefined>
  /** Removes targets of a job that is over, some at a time. @returns whether none are left; undefined where the lease is lost */
  removeTargets(lease: JobLease): Promise<boolean | undefined>
  /** @param dueMs when the job has something to do again; undefined, for one that is over: never */
  endLease(lease: JobLease, dueMs: number | undefined): Promise<void>
  /** Ends the lease of a paused job, which is due again at its next step. If that was taken meanwhile, it is due now. */
  endPausedLease(lease: JobLease): Promise<void>
}

/** The numbers of the phone and the card of a coupon that was sent. */
export type SentTo = Readonly<{ phoneRef: number | undefined; cardRef: number | undefined }>

export type JobKey = Readonly<{ sellerId: string; jobId: string }>

export type NewJob = JobKey &
  Readonly<{
    task: JobTask
    title: string | undefined
    createdBy: string
    createdAtMs: number
    /** Digest of the list in hexadecimal; stored as a keyed digest. */
    sourceDigest: string | undefined
    isReady: boolean
    /** When the runner looks at it for the first time, by the store's clock. */
    dueMs: number
  }>

/** A text that names no member; absent `fault`: it is blank. */
export type InvalidTarget = Readonly<{ kind: 'invalid'; fault?: RefusedItem['fault']; line?: number | undefined }>

/** A target of a part, or the reason why it is none. */
export type GivenTarget =
  | InvalidTarget
  | (JobTarget &
      Readonly<{
        /** Members that the phone or card names; empty for a coupon. */
        memberNos: readonly MemberNumber[]
        /** Other numbers of the only member that it names: a target that was given as one of them is a duplicate. */
        otherNumbers?: readonly JobTarget[] | undefined
        isOverLimit: boolean
        /** Outcome of the dry run. A refused item is not tried again. */
        outcome?: 'unchanged' | 'created' | ItemRefusal | RefusedItem | undefined
        /** Line of the row in the file. */
        line?: number | undefined
      }>)

export type AddedTargets = JobKey &
  Readonly<{
    /** How many targets were given before these. */
    offset: number
    targets: readonly GivenTarget[]
    /** Whether these are all. */
    isLast: boolean
  }>

export type RefusedAdding =
  | Readonly<{ kind: 'unknown' | 'no-draft' | 'too-many' }>
  | Readonly<{ kind: 'other-offset'; offset: number }>

export type RowCounts = Readonly<Pick<JobPreview, 'repeated' | 'created' | 'unchanged'> & { refused: number }>

export type JobListQuery = Readonly<{
  sellerId: string
  kind: JobTask['kind'] | undefined
  /** Actor who created them; not beside a kind. */
  createdBy?: string | undefined
  before: Readonly<{ createdAtMs: number; jobId: string }> | undefined
  limit: number
}>

export type ItemQuery = JobKey &
  Readonly<{ state: ItemState | undefined; afterPlace: number; throughPlace?: number | undefined; limit: number }>

/** A job that is taken, or due. `dueMs` is the mark that two programs compare. */
export type JobLease = JobKey & Readonly<{ dueMs: number }>

export type DoneItem = Readonly<{ place: number; outcome: ItemOutcome }>

/** `fromPlace`: up to where the job was done before. */
export type DoneBatch = Readonly<{
  items: readonly DoneItem[]
  fromPlace: number
  donePlace: number
  begunPlace: number
  dueMs: number
}>
