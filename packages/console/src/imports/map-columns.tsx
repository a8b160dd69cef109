import { columnReadText, faultOfMapping, type ImportKind, isHeader, type Mapping } from '@yaoquan/api'
import { Alert, Form } from 'antd'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import type { Table } from '../files/read-table.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useLeaveQuestion } from '../parts/use-leave-question.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWork } from '../session/use-work.ts'
import { ColumnTable } from './column-table.tsx'
import { draftImport, rememberedMapping, rememberMapping } from './draft-import.ts'
import { type Answers, ImportAnswers } from './import-answers.tsx'
import { fromHeader, readTableRows } from './table-reading.ts'

const texts = defineTexts({
  title: { zh: '每一列是什么', en: 'What each column is' },
  verb: { zh: '试算', en: 'Dry run' },
  consequence: {
    zh: (rows: number) => `${rows} 行。先逐行试算，不改动任何数据；核对后再启动。`,
    en: (rows) => `${rows} rows. This tries out each row and changes nothing; start it after a look at the result.`,
  },
  adding: {
    zh: (given: number, rows: number, left: string) =>
      `正在逐行试算 ${given} / ${rows}${left === '' ? '' : `，还需 ${left}`}，请不要关闭本页`,
    en: (given, rows, left) =>
      `Trying out ${given} of ${rows} rows${left === '' ? '' : `, ${left} left`}; keep this page open`,
  },
  twice: { zh: '有两列导入为同一项。', en: 'Two columns are imported as the same field.' },
  nobodyMember: { zh: '需要有手机号或会员卡号列。', en: 'A column with the phone or the card is needed.' },
  nobodyCoupon: { zh: '需要有券码列。', en: 'A column with the code is needed.' },
  noHeader: {
    zh: '首行按列名处理，不会导入，也不会记住，但它不像列名。如果它是数据，请在它上面加一行列名，再重新选择文件。',
    en: 'The first row is taken as titles: it is neither imported nor remembered. It does not look like titles; if it is data, put a row of titles above it and choose the file again.',
  },
  faults: {
    zh: (count: number, line: number, why: string) =>
      `有 ${count} 行不能使用，如第 ${line} 行：${why}。它们会列在有问题的行里。`,
    en: (count, line, why) => `${count} rows cannot be used, as line ${line}: ${why}. They are listed as refused.`,
  },
})

type Props = Readonly<{ kind: ImportKind; table: Table; drafted: (jobId: string) => void; close: () => void }>

/** Which column of a file is which field, how each is read, what is not certain, and the dry run. */
export function MapColumns({ kind, table: whole, drafted, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { seller } = useSession()
  const table = useMemo(() => fromHeader(whole, kind), [whole, kind])
  const place = { kind, sellerId: seller.id }
  const [mapping, setMapping] = useState<Mapping>(() => rememberedMapping(table.columns, place))
  const [answers, setAnswers] = useState<Answers>({ order: undefined, answered: [] })
  const isDrafted = useRef(false)
  useLeaveQuestion(() => !isDrafted.current)
  const wrong = faultOfMapping(mapping, kind)
  const { order, answered } = answers
  const requested = useMemo(() => readTableRows(table, { kind, mapping, order: undefined }), [table, kind, mapping])
  const { rows, counts, faulty } = useMemo(
    () => (order === undefined ? requested : readTableRows(table, { kind, mapping, order })),
    [table, kind, mapping, order, requested],
  )
  const hasHeader = isHeader(table.columns, kind)
  const [first] = faulty

  /** Remembered at once: the file is not kept when the page is closed. */
  function choose(next: Mapping): void {
    setMapping(next)
    rememberMapping(table.columns, next, place)
  }

  const startedMs = useRef(0)
  const draft = useWork(async (_, workPlace) => {
    startedMs.current = performance.now()
    rememberMapping(table.columns, mapping, place)
    // A first row that is data may name a person.
    const titles = hasHeader ? table.columns : undefined
    const columns = titles?.map((title, at) => ({ title: title.trim().slice(0, 64), name: mapping[at] }))
    const jobId = await draftImport({ kind, title: whole.fileName, rows, columns, answered }, workPlace)
    isDrafted.current = true
    drafted(jobId)
  })
  const isBusy = draft.isBusy || draft.isDone
  const isUnanswered = order === undefined && requested.counts.uncertain().length > 0
  const nobody = kind === 'import-members' ? t.nobodyMember : t.nobodyCoupon
  const warnings = [
    !hasHeader && t.noHeader,
    wrong !== undefined && (wrong === 'twice' ? t.twice : nobody),
    first !== undefined && t.faults(faulty.length, first.line, (language === 'zh' ? first.fault : first.faultEn) ?? ''),
  ].filter((warning) => warning !== false)
  const left = timeLeft(draft.count, rows.length, performance.now() - startedMs.current)
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      consequence={isBusy ? t.adding(draft.count, rows.length, left) : t.consequence(rows.length)}
      isBusy={isBusy}
      isBlocked={isUnanswered}
      error={draft.error}
      submit={() => wrong === undefined && draft.run()}
      cancel={close}
    >
      <Form.Item>
        <ColumnTable table={table} reading={{ kind, mapping, order }} isBusy={isBusy} choose={choose} />
      </Form.Item>
      {warnings.map((warning) => (
        <Form.Item key={warning}>
          <Alert type="warning" showIcon title={warning} />
        </Form.Item>
      ))}
      <ImportAnswers asked={requested} titles={table.columns} answers={answers} isBusy={isBusy} change={setAnswers} />
      {counts.list().length > 0 && (
        <Form.Item>
          <Alert
            type="info"
            showIcon
            title={counts
              .list()
              .map((read) => (
                <div key={`${read.column} ${read.as}`}>
                  {columnReadText(read, table.columns[read.column] ?? '')[language]}
                </div>
              ))}
          />
        </Form.Item>
      )}
    </ActForm>
  )
}

/** How long the other rows will take, as `1:05`; blank while there is nothing to tell from. */
function timeLeft(done: number, all: number, tookMs: number): string {
  if (done === 0 || tookMs < 2_000) return ''
  const seconds = Math.ceil((tookMs * (all - done)) / done / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
