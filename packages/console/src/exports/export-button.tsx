import { DownloadOutlined } from '@ant-design/icons'
import { problemOfReason, type RequestOf } from '@yaoquan/api'
import { encodeRequest } from '@yaoquan/protocol'
import { Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ChoiceField } from '../parts/fields.tsx'
import { saveFile } from '../parts/save-file.ts'
import { SideDrawer } from '../parts/side-drawer.tsx'
import type { ResultMethod } from '../server/call-method.ts'
import { piecesOf, sendForStream } from '../server/send.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWork } from '../session/use-work.ts'

const texts = defineTexts({
  export: { zh: '导出', en: 'Export' },
})

type ExportButtonProps<M extends ResultMethod> = Readonly<{
  list: ExportName
  /** The method by which the screen reads the list. */
  definition: M
  /** Request of the list; page and cursor do not matter. */
  filter: RequestOf<M>
}>

/** The act of a list that writes all rows of its filter to a file. */
export function ExportButton<M extends ResultMethod>({ list, definition, filter }: ExportButtonProps<M>): ReactNode {
  const t = useTexts(texts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button icon={<DownloadOutlined />} onClick={() => setOpen(true)}>
        {t.export}
      </Button>
      <SideDrawer title={t.export} isOpen={isOpen} close={() => setOpen(false)} size={460} holdsForm>
        <ExportForm list={list} filter={encodeRequest(definition, filter)} close={() => setOpen(false)} />
      </SideDrawer>
    </>
  )
}

const exportFormTexts = defineTexts({
  title: { zh: '导出当前条件下的全部行', en: 'Export all rows of this filter' },
  start: { zh: '导出文件', en: 'Export the file' },
  format: { zh: '文件格式', en: 'File format' },
  csv: { zh: 'CSV', en: 'CSV' },
  xlsx: { zh: '.xlsx', en: '.xlsx' },
  consequence: {
    zh: '文件可直接用 Excel 打开。谁在何时按什么条件导出，会记入审计。',
    en: 'The file opens in Excel. Who exported what, when and with which filter is recorded.',
  },
  received: {
    zh: (size: string) => `正在导出，已收到 ${size}。请不要关闭本页。`,
    en: (size) => `Exporting, ${size} received. Keep this page open.`,
  },
  phones: { zh: '手机号与卡号', en: 'Phones and cards' },
  masked: { zh: '打码', en: 'Masked' },
  full: { zh: '完整', en: 'In full' },
  reason: { zh: '为什么需要完整号码', en: 'Why they are needed in full' },
  required: {
    zh: (problem: string) => `请写明原因：${problem}`,
    en: (problem) => `Say why: it ${problem}`,
  },
})

/** A list that the server exports, and the name of its file. */
type ExportName = keyof typeof fileNames

const fileNames = {
  coupons: { zh: '优惠券', en: 'coupons' },
  redemptions: { zh: '核销记录', en: 'redemptions' },
  members: { zh: '会员', en: 'members' },
  audit: { zh: '审计', en: 'audit' },
} as const

const hasPhones: Readonly<Record<ExportName, boolean>> = {
  coupons: true,
  redemptions: false,
  members: true,
  audit: false,
}

type Values = Readonly<{ phones: 'masked' | 'full'; reason?: string; format: keyof typeof types }>

const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Props = Readonly<{ list: ExportName; filter: object; close: () => void }>

/** How a list is exported, and how far it is. Closing it ends the export. */
function ExportForm({ list, filter, close }: Props): ReactNode {
  const t = useTexts(exportFormTexts)
  const { language } = useLanguage()
  const { may } = useSession()
  const [phones, setPhones] = useState<Values['phones']>('masked')
  const { isBusy, count, error, run } = useWork(async ({ reason, format }: Values, { sellerId, signal, progress }) => {
    const body = { list, filter, language, format, ...(phones === 'full' ? { full_reason: reason } : {}) }
    const response = await sendForStream({ verb: 'POST', path: 'export', body, sellerId, signal }, types[format])
    const pieces: Uint8Array<ArrayBuffer>[] = []
    let bytes = 0
    for await (const piece of piecesOf(response)) {
      pieces.push(piece)
      bytes += piece.length
      progress(bytes)
    }
    saveFile(`${fileNames[list][language]}.${format}`, new Blob(pieces, { type: types[format] }))
    close()
  })
  const problemIn = (typed: string) => {
    const problem = problemOfReason(typed)
    return problem === undefined ? Promise.resolve() : Promise.reject(new Error(t.required(problem[language])))
  }
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.start}
      consequence={isBusy ? t.received(sizeText(count)) : t.consequence}
      isBusy={isBusy}
      error={error}
      initialValues={{ phones: 'masked', format: 'csv' }}
      onChange={(values) => setPhones(values.phones)}
      submit={run}
      cancel={close}
    >
      <ChoiceField name="format" label={t.format} choices={{ csv: t.csv, xlsx: t.xlsx }} />
      {hasPhones[list] && may('unmask') && (
        <ChoiceField name="phones" label={t.phones} choices={{ masked: t.masked, full: t.full }} />
      )}
      {phones === 'full' && (
        <Form.Item
          name="reason"
          label={t.reason}
          required
          rules={[{ validator: (_rule, typed = '') => problemIn(typed) }]}
        >
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
      )}
    </ActForm>
  )
}

function sizeText(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
