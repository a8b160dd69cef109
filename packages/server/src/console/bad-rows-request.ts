import {
  importFields,
  isReasonColumn,
  issuedCouponFields,
  isUnread,
  memberColumns,
  reasonColumn,
  type Text,
  unguarded,
  unreadNote,
} from '@yaoquan/api'
import { badRowsNotice } from '#domain/events/notices'
import {
  type FieldFault,
  type FileColumn,
  type ImportTask,
  isImport,
  type Job,
  type JobItem,
  type RowTarget,
} from '#domain/jobs/job'
import { faultsOfRow } from '#domain/jobs/read-row'
import { membersOf, type PageAnswer } from '#site/page-route'
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

/** A refused row that is still kept. */
type BadItem = Omit<JobItem, 'target'> & Readonly<{ target: RowTarget }>

/** The titles of a list of refused rows: those of the file, and the reasons. */
function badRowTitles(task: ImportTask, language: keyof Text): readonly string[] {
  return [...keptColumns(task).map(({ column: { title } }) => unguarded(title)), reasonColumn[language]]
}

/** A refused row as the file has it, and all that is wrong with it. */
function badRowCells(item: BadItem, task: ImportTask, language: keyof Text): readonly string[] {
  const { target } = item
  const cells = keptColumns(task).map(({ column: { name = '' }, place }) => {
    const cell = target.file?.cells[place]
    if (cell !== undefined) return unguarded(cell)
    return task.columns === undefined ? fieldValue(name, target, task) : ''
  })
  return [...cells, `${reasonsOf(item, task, language)}${noteOf(target, task, language)}`]
}

function noteOf({ file }: RowTarget, { columns }: ImportTask, language: keyof Text): string {
  if (file?.fault === undefined || !isUnread(file.fault)) return ''
  // Without titles all cells are beyond them.
  return unreadNote(file.cells, columns?.map(({ title }) => title) ?? [])[language]
}

/** The columns of the file without the reasons of an earlier list; those of every field where it is not known. */
function keptColumns({ kind, columns }: ImportTask): readonly Readonly<{ column: FileColumn; place: number }>[] {
  const all: readonly FileColumn[] = columns ?? importFields[kind].map(({ wire, zh }) => ({ title: zh, name: wire }))
  return all.map((column, place) => ({ column, place })).filter(({ column: { title } }) => !isReasonColumn(title))
}

const fieldsOf = { 'import-members': memberColumns, 'import-coupons': issuedCouponFields } as const

function fieldValue(name: string, { values }: RowTarget, { kind }: ImportTask): string {
  const found = Object.entries(fieldsOf[kind]).find(([, { wire }]) => wire === name)
  return values[found?.[0] ?? name] ?? ''
}

function reasonsOf({ line, target, outcome }: BadItem, task: ImportTask, language: keyof Text): string {
  const refused = outcome.state === 'refused' ? outcome : undefined
  const all = refused?.refusal === 'invalid-row' ? faultsOfRow(target, task) : []
  const stored = refused?.fault === undefined ? [] : [refused.fault]
  const faults = (all.length > 0 ? all : stored).map((fault) => faultText(fault, task, language))
  const texts = faults.length > 0 ? faults : [refusalTexts[language]]
  const place = language === 'zh' ? `第 ${line ?? 0} 行：` : `line ${line ?? 0}: `
  return `${place}${texts.join(language === 'zh' ? '；' : '; ')}`
}

/** Refusals without a field: the member was merged, erased, or is several. */
const refusalTexts: Text = { zh: '不能导入，原因见任务的明细', en: 'not imported; the items of the job say why' }

function faultText({ field, rule }: FieldFault, task: ImportTask, language: keyof Text): string {
  const names = field.split(',').map((name) => titleOf(name, task, language))
  return `${names.join(', ')} ${rule[language]}`.trim()
}

/** What the file calls a field; `name`: its property, or its wire name. */
function titleOf(name: string, { kind, columns }: ImportTask, language: keyof Text): string {
  const fields: Readonly<Record<string, Readonly<{ wire: string }>>> = fieldsOf[kind]
  const wire = fields[name.replace(/Fen$/, '')]?.wire ?? name
  const label = importFields[kind].find((field) => field.wire === wire)?.[language]
  return columns?.find((column) => column.name === wire)?.title ?? label ?? wire
}
