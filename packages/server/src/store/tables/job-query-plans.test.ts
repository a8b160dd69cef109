import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '#store/open-store'
import { type Texts, textsOf } from '#testing/statement-texts'
import { temporaryFolder } from '#testing/temporary-folder'
import * as jobs from './job.ts'
import * as items from './job-item.ts'

const [job, item] = ['sqlite_autoindex_job_1', 'sqlite_autoindex_job_item_1']

/** Name, statement and the keys that must be searched, in order. */
const planned: readonly (readonly [name: string, statement: Texts, ...keys: string[]])[] = [
  ['a job', jobs.findJob, job],
  ['locking a job', jobs.lockJob, job],
  ['changing a job', jobs.changeJob, job],
  ['the lease of a job', jobs.moveJobLease, job],
  ['the job of a list', jobs.findJobOfSource, 'job_by_source'],
  ['the newest jobs', jobs.listNewestJobs, 'job_by_time'],
  ['jobs before one', jobs.listJobsBefore, 'job_by_time'],
  ['the newest jobs of a kind', jobs.listNewestOfKind, 'job_by_kind'],
  ['jobs of a kind before one', jobs.listOfKindBefore, 'job_by_kind'],
  ['the newest jobs of a person', jobs.listNewestOfPerson, 'job_by_person'],
  ['jobs of a person before one', jobs.listOfPersonBefore, 'job_by_person'],
  ['items', items.listItems, item],
  ['items in a state', items.listItemsInState, 'job_item_by_state'],
  ['targets', items.findTargets, 'job_item_by_target'],
  ['digests', items.findItemDigests, 'job_item_by_target'],
  ['changing items', items.deleteItems, item],
]

const dataDir = join(temporaryFolder(), 'plans')
let database: Database.Database

beforeAll(async () => {
  await (await openStore({ dataDir })).close()
  database = new Database(join(dataDir, 'yaoquan.db'))
})
afterAll(() => database.close())

const plannedTexts = planned.flatMap(([name, statement, ...keys]) =>
  textsOf(name, statement).map(([question, text]) => [question, text, ...keys] as const),
)

test.each(plannedTexts)('%s: searches its key and sorts nothing', (_name, text, ...keys) => {
  expect(stepsOf(text).map((step) => /^SEARCH \w+ USING (?:COVERING )?INDEX (\w+) /.exec(step)?.[1] ?? step)).toEqual(
    keys,
  )
})

test('due jobs are searched seller by seller', () => {
  const [sellers = '', due = ''] = stepsOf(String(jobs.listDueJobs.texts[0]))
  expect(sellers).toMatch(/^SCAN s/)
  expect(due).toMatch(/^SEARCH j USING INDEX job_by_due \(seller_id=\? AND due_ms/)
})

function stepsOf(text: string): readonly string[] {
  const marks = text.split('?').length - 1
  const plan = database.prepare<unknown[], readonly unknown[]>(`EXPLAIN QUERY PLAN ${text}`).raw()
  return plan.all(Array(marks).fill(1)).map((row) => String(row[3]))
}
