import { DownloadOutlined } from '@ant-design/icons'
import { listJobItems } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { csvOf } from '../charts/csv.ts'
import { Failure } from '../parts/failure.tsx'
import { csvFile, saveFile } from '../parts/save-file.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { readPages } from '../server/read-pages.ts'
import { useWork } from '../session/use-work.ts'

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
