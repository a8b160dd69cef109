import { DownloadOutlined } from '@ant-design/icons'
import { listJobItems } from '@yaoquan/api'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { csvOf } from '../charts/csv.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import { csvFile, saveFile } from '../parts/save-file.ts'
import { callMethod, type ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { isImport, itemTexts, type Job, refusalText, refusalTexts } from './job-texts.ts'

type Item = ResultOf<typeof listJobItems>['items'][number]

const texts = defineTexts({
  save: { zh: '下载结果 CSV', en: 'Results as CSV' },
  place: { zh: '行号', en: 'Line' },
  coupon: { zh: '券码', en: 'Coupon' },
  phone: { zh: '手机号', en: 'Phone' },
  card: { zh: '卡号', en: 'Card' },
  state: { zh: '结果', en: 'Result' },
  reason: { zh: '原因', en: 'Reason' },
  field: { zh: '有问题的列', en: 'Field' },
  value: { zh: '其值', en: 'Value' },
  file: { zh: '任务结果', en: 'job-results' },
})

const pageSize = 1_000

/** Saves what became of each item, in the order of the list. */
export function SaveResults({ job: { jobId, kind } }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  const states = useTexts(itemTexts)
  const reasons = useTexts(refusalTexts)
  const { language } = useLanguage()
  const { seller } = useSession()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)

  async function save(): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      const items = await allItems(jobId, seller.id)
      const rows = items.map((item) => {
        const {
          place,
          line,
          couponCode,
          couponCodes = [],
          phone = '',
          cardNo = '',
          state,
          subCode,
          field,
          value,
        } = item
        const rule = language === 'zh' ? item.rule : item.ruleEn
        const reason = rule ?? (subCode === undefined ? '' : refusalText(reasons, subCode))
        const cells = [line ?? place, couponCode ?? couponCodes.join(' '), phone, cardNo, states[state], reason]
        return isImport(kind) ? [...cells, field ?? '', value ?? ''] : cells
      })
      const names = [t.place, t.coupon, t.phone, t.card, t.state, t.reason]
      const head = isImport(kind) ? [...names, t.field, t.value] : names
      saveFile(`${t.file}-${jobId}.csv`, csvFile(csvOf([head, ...rows])))
    } catch (caught) {
      setError(caught instanceof Error ? caught : new Error(String(caught)))
    }
    setBusy(false)
  }

  return (
    <>
      {error !== null && <Failure error={error} />}
      <div>
        <Button icon={<DownloadOutlined />} loading={isBusy} onClick={() => void save()}>
          {t.save}
        </Button>
      </div>
    </>
  )
}

async function allItems(jobId: string, sellerId: string): Promise<readonly Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await callMethod(listJobItems, { jobId, cursor, limit: pageSize }, { sellerId })
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return items
}
