import { jobItemStates, memberColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { isImport, type Job } from './job-texts.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'
import { type JobItem, SaveItems } from './save-items.tsx'

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
