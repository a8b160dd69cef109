import { jobItemStates } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type Fact, Facts } from '../parts/facts.tsx'
import { isImport, type Job } from './job-texts.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'

const texts = defineTexts({
  dryRun: { zh: '试算', en: 'Dry run' },
  report: { zh: '结果', en: 'Report' },
  total: { zh: '总数', en: 'Total' },
  willChange: { zh: '将处理', en: 'Will change' },
  willCreate: { zh: '将新建', en: 'Will be created' },
  willEdit: { zh: '将修改', en: 'Will be changed' },
  duplicates: { zh: '重复，已略去', en: 'Given again, left out' },
  repeatedMembers: {
    zh: '与前面的行是同一会员、手机号或卡号，按顺序处理',
    en: 'Of a member, phone or card above, done in order',
  },
  repeatedCoupons: { zh: '与前面的行券码相同', en: 'With a code of a row above' },
  known: { zh: '已是会员', en: 'Known members' },
  over: { zh: '已领到上限', en: 'Have as many as allowed' },
  stock: { zh: '需要库存', en: 'Stock needed' },
  ofStock: {
    zh: (needed: number, left: number) => `${needed}，剩余 ${left}`,
    en: (needed, left) => `${needed}; ${left} left`,
  },
  willRefuse: { zh: (reason: string) => `将被拒绝：${reason}`, en: (reason) => `Will be refused: ${reason}` },
})

/** What a draft would do, or what a job did. */
export function JobReport({ job }: Readonly<{ job: Job }>): ReactNode {
  const t = useTexts(texts)
  return <Facts title={job.state === 'draft' ? t.dryRun : t.report} facts={useFacts(job)} nameWidth={240} />
}

function useFacts(job: Job): readonly Fact[] {
  const t = useTexts(texts)
  const words = useTexts(jobItemStates)
  const reasons = useTexts(refusalTexts)
  const { preview } = job
  const list: readonly Fact[] = [
    [t.total, job.total],
    ...positive(t.duplicates, preview.duplicates),
    ...positive(job.kind === 'import-members' ? t.repeatedMembers : t.repeatedCoupons, preview.repeated),
    [t.known, job.kind === 'send' ? preview.knownMembers : undefined],
    ...positive(t.over, preview.overLimit),
  ]
  if (job.state !== 'draft') {
    return [
      ...list,
      [words.done, job.done],
      [words.unchanged, job.unchanged],
      [words.refused, job.refused],
      [words.pending, job.pending],
    ]
  }
  const { stockNeeded, stockLeft, willChange, unchanged, refusedBy } = preview
  const isOfImport = isImport(job.kind)
  const stock = stockLeft === undefined || stockNeeded === undefined ? stockNeeded : t.ofStock(stockNeeded, stockLeft)
  return [
    ...list,
    [t.stock, stock],
    ...positive(words.unchanged, unchanged),
    ...positive(words.refused, job.refused),
    ...refusedBy.map(({ subCode, count }) => [t.willRefuse(refusalText(reasons, subCode)), count] as const),
    [t.willCreate, isOfImport ? preview.created : undefined],
    [t.willEdit, job.kind === 'import-members' ? willChange - preview.created : undefined],
    [t.willChange, isOfImport ? undefined : willChange],
  ]
}

function positive(label: string, count: number): readonly Fact[] {
  return count > 0 ? [[label, count]] : []
}
