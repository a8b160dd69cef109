import { DownloadOutlined } from '@ant-design/icons'
import { jobItemStates, listJobItems, memberColumns } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { csvFile, csvOf, saveFile } from '../parts/save-file.ts'
import { callMethod, type ResultOf, readPages } from '../server/call-method.ts'
import { piecesOf, sendForStream } from '../server/send.ts'
import { useWork } from '../session/use-work.ts'
import { isImport, type Job } from './job-texts.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'

/** An item of a job, with what became of it. */
export type JobItem = ResultOf<typeof listJobItems>['items'][number]

type Props = Readonly<{
  jobId: string
  /** Text of the button. */
  label: string
  /** Start of the file's name, before the id of the job. */
  fileName: string
  head: readonly string[]
  cellsOf: (item: JobItem) => readonly (string | number)[]
}>

/** Saves what became of each item of a job as CSV, in the order of the list. */
export function SaveItems({ jobId, label, fileName, head, cellsOf }: Props): ReactNode {
  const { isBusy, error, run } = useWork(async (_, { sellerId, signal }) => {
    const request = { jobId, limit: 1_000 }
    const pages = await readPages((cursor) => callMethod(listJobItems, { ...request, cursor }, { sellerId, signal }))
    const items = pages.flatMap((page) => page.items)
    saveFile(`${fileName}-${jobId}.csv`, csvFile(csvOf([head, ...items.map(cellsOf)])))
  })
  return (
    <>
      {error !== null && <Failure error={error} />}
      <div>
        <Button icon={<DownloadOutlined />} loading={isBusy} onClick={() => run()}>
          {label}
        </Button>
      </div>
    </>
  )
}

const texts = defineTexts({
  save: { zh: '下载结果 CSV', en: 'Results as CSV' },
  place: { zh: '行号', en: 'Line' },
  coupon: { zh: '券码', en: 'Coupon' },
  phone: memberColumns.phone,
  card: { zh: '卡号', en: 'Card' },
  state: { zh: '结果', en: 'Result' },
  reason: { zh: '原因', en: 'Reason' },
  field: { zh: '有问题的列', en: 'Field' },
  value: { zh: '其值', en: 'Value' },
  file: { zh: '任务结果', en: 'job-results' },
})

/** Saves what became of each item of a job; of an import with the field that was refused. */
export function SaveResults({ job: { jobId, kind } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  const states = useTexts(jobItemStates)
  const reasons = useTexts(refusalTexts)
  const { language } = useLanguage()
  const names = [t.place, t.coupon, t.phone, t.card, t.state, t.reason]
  const cellsOf = (item: JobItem) => {
    const { place, line, couponCode, couponCodes = [], phone = '', cardNo = '', subCode, field = '', value = '' } = item
    const rule = language === 'zh' ? item.rule : item.ruleEn
    const reason = rule ?? (subCode === undefined ? '' : refusalText(reasons, subCode))
    const cells = [line ?? place, couponCode ?? couponCodes.join(' '), phone, cardNo, states[item.state], reason]
    return isImport(kind) ? [...cells, field, value] : cells
  }
  const head = isImport(kind) ? [...names, t.field, t.value] : names
  return <SaveItems jobId={jobId} head={head} cellsOf={cellsOf} label={t.save} fileName={t.file} />
}

const saveBadRowsTexts = defineTexts({
  save: { zh: (format: string) => `下载有问题的行 ${format}`, en: (format) => `Rows with a problem as ${format}` },
  what: {
    zh: '整行和原因，含完整手机号，改好后可直接再导入。谁在何时下载会记入审计。',
    en: 'Whole rows with the reasons and full phones; mend them and import the file. Each download is recorded.',
  },
  file: { zh: '有问题的行', en: 'refused-rows' },
})

const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

type Format = keyof typeof types

/** Saves the refused rows of an own file, as they are in the file, with the reasons. */
export function SaveBadRows({ job: { jobId } }: Readonly<{ job: Pick<Job, 'jobId'> }>): ReactNode {
  const t = useTexts(saveBadRowsTexts)
  const { language } = useLanguage()
  const { isBusy, error, run } = useWork(async (format: Format, { sellerId, signal }) => {
    const body = { job_id: jobId, format, language }
    const input = { verb: 'POST', path: 'bad-rows', body, sellerId, signal } as const
    const response = await sendForStream(input, types[format])
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of piecesOf(response)) pieces.push(piece)
    saveFile(`${t.file}-${jobId}.${format}`, new Blob(pieces, { type: types[format] }))
  })
  return (
    <>
      {error !== null && <Failure error={error} />}
      <Flex gap={8} wrap>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button key={format} icon={<DownloadOutlined />} disabled={isBusy} onClick={() => run(format)}>
            {t.save(format === 'csv' ? 'CSV' : '.xlsx')}
          </Button>
        ))}
      </Flex>
      <p className="yq-tight yq-soft">{t.what}</p>
    </>
  )
}
