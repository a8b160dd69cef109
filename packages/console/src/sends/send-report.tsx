import { DownloadOutlined } from '@ant-design/icons'
import { listJobItems } from '@yaoquan/api'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { csvOf } from '../charts/csv.ts'
import { defineTexts, type Language, textsIn, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { csvFile, saveFile } from '../parts/save-file.ts'
import { explanationOf } from '../server/call-error.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import type { Job } from './draft-send.ts'

const texts = defineTexts({
  download: { zh: '下载每位的结果 CSV', en: 'Download the result for each, CSV' },
  place: { zh: '名单第几位', en: 'Place in the list' },
  phone: { zh: '手机号', en: 'Phone' },
  card: { zh: '会员卡号', en: 'Card' },
  state: { zh: '结果', en: 'Result' },
  coupons: { zh: '券码', en: 'Coupons' },
  why: { zh: '原因', en: 'Reason' },
  done: { zh: '已发', en: 'sent' },
  refused: { zh: '未发成', en: 'refused' },
  pending: { zh: '没有发', en: 'not sent' },
  unchanged: { zh: '无需处理', en: 'unchanged' },
  file: { zh: '发送结果', en: 'result' },
})

/** The report of a send that is over: what became of each member, as a file. */
export function SendReport({ job: { jobId } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { seller } = useSession()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const leave = useRef(new AbortController())
  useEffect(() => () => leave.current.abort(), [])

  async function save(): Promise<void> {
    setError(null)
    setBusy(true)
    const { signal } = leave.current
    try {
      const items = await readItems(jobId, { sellerId: seller.id, signal })
      const head = [t.place, t.phone, t.card, t.state, t.coupons, t.why]
      saveFile(`${t.file}-${jobId}.csv`, csvFile(csvOf([head, ...items.map((item) => cellsOf(item, language))])))
    } catch (caught) {
      if (signal.aborted) return
      setError(caught instanceof Error ? caught : new Error(String(caught)))
    }
    setBusy(false)
  }

  return (
    <>
      {error !== null && <Failure error={error} />}
      <div>
        <Button icon={<DownloadOutlined />} loading={isBusy} onClick={() => void save()}>
          {t.download}
        </Button>
      </div>
    </>
  )
}

type Item = ResultOf<typeof listJobItems>['items'][number]

async function readItems(
  jobId: string,
  place: Readonly<{ sellerId: string; signal: AbortSignal }>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page: ResultOf<typeof listJobItems> = await callMethod(listJobItems, { jobId, cursor, limit: 1_000 }, place)
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return items
}

function cellsOf({ place, phone, cardNo, state, couponCodes, subCode }: Item, language: Language): readonly string[] {
  const t = textsIn(texts, language)
  const why = subCode && (explanationOf(subCode)?.message[language] ?? subCode)
  return [String(place), phone ?? '', cardNo ?? '', t[state], couponCodes?.join(' ') ?? '', why ?? '']
}
