import { badRowsNotice } from '#domain/events/notices'
import { isImport, type Job } from '#domain/jobs/job'
import { membersOf } from '#site/json-answers'
import type { PageAnswer } from '#site/page-route'
import { type BadItem, badRowCells, badRowTitles } from './bad-row-cells.ts'
import { chosenSeller, mayAct } from './chosen-seller.ts'
import { refused } from './console-answers.ts'
import { type FileFormat, fileAnswer } from './file-answer.ts'
import type { ConsoleDependencies, SignedInRequest } from './signed-in-request.ts'

/**
 * `POST /console/api/bad-rows` {job_id, format, language}: the rows of a file that an import refused, whole, with the reasons in a last
 * column, so that they can be mended and imported. They hold full phones: only the operator who uploaded the file gets them, as long as
 * the rows of the job are kept. It is recorded before the first row.
 */
export async function sendBadRows(input: SignedInRequest, dependencies: ConsoleDependencies): Promise<PageAnswer> {
  const chosen = chosenSeller(input)
  if ('refusal' in chosen) return chosen.refusal
  const { sellerId, role } = chosen
  const wanted = readInput(input.request.body)
  const job = wanted && (await dependencies.jobs.findJob({ sellerId, jobId: wanted.jobId }))
  if (wanted === undefined || job === undefined || !isImport(job.task)) return refused('invalidRequest')
  const { task, createdBy, jobId } = job
  if (!mayAct(role, [task.kind])) return refused('actNotAllowed')
  if (createdBy !== `operator:${input.operator.name}`) return refused('notYourFile')
  const pages = pagesOf(job, dependencies)
  const first = await pages.next()
  if (first.done) return refused('noBadRows')
  const origin = { sellerId, atMs: dependencies.clock(sellerId), actor: createdBy, requestId: undefined }
  await dependencies.notices.recordNotice(badRowsNotice(origin, jobId))
  const { format, language } = wanted
  const cellsOf = (items: readonly BadItem[]) => items.map((item) => badRowCells(item, task, language))
  async function* rows() {
    yield cellsOf(first.value ?? [])
    for await (const items of pages) yield cellsOf(items)
  }
  return fileAnswer({ name: `${jobId}-errors`, format, titles: badRowTitles(task, language), rows: rows() })
}

type Input = Readonly<{ jobId: string; format: FileFormat; language: 'zh' | 'en' }>

function readInput(body: string): Input | undefined {
  const { job_id: jobId, format, language } = membersOf(body) ?? {}
  if (typeof jobId !== 'string') return undefined
  return { jobId, format: format === 'xlsx' ? 'xlsx' : 'csv', language: language === 'en' ? 'en' : 'zh' }
}

const pageRows = 200

/** Refused rows that are still kept, page by page. */
async function* pagesOf(
  { sellerId, jobId }: Job,
  { jobs }: Pick<ConsoleDependencies, 'jobs'>,
): AsyncGenerator<readonly BadItem[], void, undefined> {
  for (let afterPlace = 0; ; ) {
    const items = await jobs.listItems({ sellerId, jobId, state: 'refused', afterPlace, limit: pageRows })
    const kept = items.flatMap(({ target, ...item }) => (target?.kind === 'row' ? [{ ...item, target }] : []))
    if (kept.length > 0) yield kept
    const last = items.at(-1)
    if (last === undefined || items.length < pageRows) return
    afterPlace = last.place
  }
}
