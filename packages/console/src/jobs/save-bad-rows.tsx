import { DownloadOutlined } from '@ant-design/icons'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { saveFile } from '../parts/save-file.ts'
import { piecesOf, sendForStream } from '../server/send.ts'
import { useWork } from '../session/use-work.ts'
import type { Job } from './job-texts.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
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
