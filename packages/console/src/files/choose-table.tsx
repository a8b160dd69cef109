import { InboxOutlined } from '@ant-design/icons'
import { Spin, Upload } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { useWork } from '../session/use-work.ts'
import { readTable, type Table } from './read-table.ts'

const texts = defineTexts({
  choose: { zh: '点击或拖入文件', en: 'Click, or drop a file here' },
  kinds: {
    zh: '.xlsx 或 CSV（UTF-8、GBK），首行为列名，最多 20 MB、20 万行',
    en: '.xlsx or CSV (UTF-8, GBK) with a header row; at most 20 MB and 200,000 rows',
  },
  reading: { zh: (rows: number) => `正在读取，已读 ${rows} 行`, en: (rows) => `Reading, ${rows} rows so far` },
})

/** Takes a spreadsheet of the operator, which the server reads. */
export function ChooseTable({ chosen }: Readonly<{ chosen: (table: Table) => void }>): ReactNode {
  const t = useTexts(texts)
  const { isBusy, count, error, run } = useWork(async (file: File, place) => chosen(await readTable(file, place)))
  if (isBusy) return <Spin description={t.reading(count)} className="yq-reading" />
  return (
    <>
      <Upload.Dragger
        accept=".xlsx,.csv,.txt"
        showUploadList={false}
        beforeUpload={(file) => {
          run(file)
          return false
        }}
      >
        <p className="ant-upload-drag-icon">
          <InboxOutlined aria-hidden />
        </p>
        <p>{t.choose}</p>
        <p className="yq-soft">{t.kinds}</p>
      </Upload.Dragger>
      {error !== null && <Failure error={error} />}
    </>
  )
}
