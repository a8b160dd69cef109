import { memberColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { type JobItem, SaveItems } from '../jobs/save-items.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { explanationOf } from '../server/call-error.ts'
import type { Job } from './draft-send.ts'

const texts = defineTexts({
  download: { zh: '下载每位的结果 CSV', en: 'Download the result for each, CSV' },
  line: { zh: '文件中的行', en: 'Line of the file' },
  phone: memberColumns.phone,
  card: memberColumns.cardNo,
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
  const cellsOf = ({
    place,
    line = place,
    phone = '',
    cardNo = '',
    state,
    couponCodes = [],
    subCode,
    rule,
    ruleEn,
  }: JobItem) => {
    const ruleText = language === 'zh' ? rule : ruleEn
    const why = ruleText ?? (subCode && (explanationOf(subCode)?.message[language] ?? subCode))
    return [String(line), phone, cardNo, t[state], couponCodes.join(' '), why ?? '']
  }
  const head = [t.line, t.phone, t.card, t.state, t.coupons, t.why]
  return <SaveItems jobId={jobId} head={head} cellsOf={cellsOf} label={t.download} fileName={t.file} />
}
