import {
  type ColumnRead,
  columnReadText,
  couponColumns,
  type ImportQuestion,
  maskCard,
  maskPhone,
  memberColumns,
} from '@yaoquan/api'
import { localized, OperationFault, oneLine, printResult, say } from '#terminal/output'
import type { Imported } from './import-file.ts'
import { countsLine } from './progress.ts'
import type { SourceColumn } from './source-row.ts'

type Flags = Readonly<{ json?: boolean; check?: boolean }>

/** `failed`: how messages name rows that are not stored. `head`: members at the start of the JSON document. */
type Printed = Readonly<{ failed: Readonly<{ zh: string; en: string }>; head?: object }>

/**
 * Prints the counts of an import, what was read in another form, and what has to be answered.
 * @throws OperationFault if there are bad rows
 */
export function printImported(flags: Flags, imported: Imported, { failed, head = {} }: Printed): void {
  const { counts, errorsPath } = imported
  const lines = [
    flags.check ? checkedLine(imported) : countsLine(counts),
    ...(flags.check ? imported.source.columns.map(previewLine) : []),
    ...leftOutLines(imported),
    ...imported.source.read.list().map((read) => readLine(read, imported)),
    ...uncertainLines(imported),
    ...questionLines(imported),
    ...imported.earlierLists.map(earlierLine),
  ]
  printResult(flags, { ...head, ...documentOf(flags, imported) }, lines.map(oneLine).join('\n'))
  if (counts.bad === 0) return
  throw new OperationFault(
    `${counts.bad} 行${failed.zh}，原因见 ${errorsPath}；改好后可直接导入该文件`,
    `${counts.bad} rows ${failed.en}; the reasons are in ${errorsPath}, which can be mended and imported`,
  )
}

function documentOf(flags: Flags, imported: Imported): object {
  const { counts, source, questions, errorsPath } = imported
  const read = source.read.list().map(({ column, as, rows }) => ({ column: source.titles[column], as, rows }))
  const uncertain = source.read.uncertain().reduce((sum, { rows }) => sum + rows, 0)
  return {
    ...counts,
    ...(flags.check ? { checked_only: true } : {}),
    ...(read.length > 0 ? { read_differently: read } : {}),
    ...(uncertain > 0 ? { uncertain_days: uncertain } : {}),
    ...(questions.size > 0 ? { to_confirm: Object.fromEntries(questions) } : {}),
    ...(counts.bad > 0 ? { errors_file: errorsPath } : {}),
  }
}

function earlierLine(path: string): string {
  return say(`${path} 是以前导入时的，没有改动`, `${path} is of an earlier import and was left as it is`)
}

function checkedLine({ counts: { rows, created, existing, bad } }: Imported): string {
  return say(
    `只检查，未导入: ${rows} 行（将新建 ${created}，已有 ${existing}，有错误 ${bad}）`,
    `only checked: ${rows} rows (would create ${created}, existing ${existing}, bad ${bad})`,
  )
}

/** How a column is read, with its first values. Phones and cards are masked: terminals keep what they showed. */
function previewLine({ title, field, examples }: SourceColumn): string {
  const shown = examples.map(({ given, value }) => {
    if (field === memberColumns.phone.wire) return maskPhone(value)
    if (field === memberColumns.cardNo.wire) return maskCard(value)
    const [from, to] = [given.trim(), value].map((text) => text.slice(0, maxShown))
    return from === to ? to : `${from} → ${to}`
  })
  return `  ${title} = ${field}: ${shown.join(' | ')}`
}

const maxShown = 32

function leftOutLines({ source: { leftOut } }: Imported): readonly string[] {
  if (leftOut.length === 0) return []
  return [say(`未导入的列: ${leftOut.join('、')}`, `columns that are not imported: ${leftOut.join(', ')}`)]
}

function readLine(read: ColumnRead, { source }: Imported): string {
  return localized(columnReadText(read, source.titles[read.column] ?? ''))
}

function uncertainLines({ source }: Imported): readonly string[] {
  return source.read.uncertain().map(({ column, rows, given }) => {
    const title = source.titles[column] ?? ''
    return say(
      `“${title}”: ${rows} 行的日期（如 ${given.trim()}）不确定日和月哪个在前；用 --dates dmy（日在前）或 --dates mdy（月在前）说明`,
      `"${title}": ${rows} days such as ${given.trim()} may be either of two; say --dates dmy or --dates mdy`,
    )
  })
}

const questionTexts: Readonly<Record<ImportQuestion, Readonly<{ flag: string; zh: string; en: string }>>> = {
  bearer: {
    flag: '--bearer',
    zh: `没有${couponColumns.phone.zh}和${couponColumns.cardNo.zh}；如果是不记名的券`,
    en: 'have neither phone nor card; if these are coupons of nobody',
  },
  'zero-amount': { flag: '--zero-amount', zh: '金额为 0；如果没有写错', en: 'have the amount 0; if that is meant' },
}

function questionLines({ questions }: Imported): readonly string[] {
  return [...questions].map(([question, rows]) => {
    const { flag, zh, en } = questionTexts[question]
    return say(`${rows} 行${zh}，加上 ${flag} 导入`, `${rows} rows ${en}, import them with ${flag}`)
  })
}
