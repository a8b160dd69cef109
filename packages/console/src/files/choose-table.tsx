import { InboxOutlined } from '@ant-design/icons'
import { Spin, Upload } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
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
  const { seller } = useSession()
  const [readRows, setReadRows] = useState<number>()
  const [error, setError] = useState<Error | null>(null)
  const leave = useRef(new AbortController())
  useEffect(() => () => leave.current.abort(), [])

  async function read(file: File): Promise<void> {
    setError(null)
    setReadRows(0)
    const { signal } = leave.current
    try {
      chosen(await readTable(file, { sellerId: seller.id, signal, progress: setReadRows }))
    } catch (caught) {
      if (signal.aborted) return
      setReadRows(undefined)
      setError(caught instanceof Error ? caught : new Error(String(caught)))
    }
  }

  if (readRows !== undefined) return <Spin description={t.reading(readRows)} className="yq-reading" />
  return (
    <>
      <Upload.Dragger
        accept=".xlsx,.csv,.txt"
        showUploadList={false}
        beforeUpload={(file) => {
          void read(file)
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
