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
import type { FieldFault, FileColumn, ImportTask, JobItem, RowTarget } from '#domain/jobs/job'
import { faultsOfRow } from '#domain/jobs/read-row'

/** A refused row that is still kept. */
export type BadItem = Omit<JobItem, 'target'> & Readonly<{ target: RowTarget }>

/** The titles of a list of refused rows: those of the file, and the reasons. */
export function badRowTitles(task: ImportTask, language: keyof Text): readonly string[] {
  return [...keptColumns(task).map(({ column: { title } }) => unguarded(title)), reasonColumn[language]]
}

/** A refused row as the file has it, and all that is wrong with it. */
export function badRowCells(item: BadItem, task: ImportTask, language: keyof Text): readonly string[] {
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
