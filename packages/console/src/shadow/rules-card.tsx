import { unwrittenRule } from '@yaoquan/api'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { Code } from '../parts/code.tsx'
import type { Run } from './run.ts'

const texts = defineTexts({
  title: { zh: '不成文的规则', en: 'Unwritten rules' },
  rule: { zh: '现有CRM如何做', en: "What today's CRM does" },
  seen: { zh: '次数', en: 'Seen' },
  share: { zh: (count: string, of: string) => `${count} / ${of}`, en: (count, of) => `${count} of ${of}` },
  coupon: { zh: '例：券', en: 'Example' },
  setting: { zh: '使药券相同的设置', en: 'Setting that ends it' },
})

type Rule = Run['rules'][number]

/** What today's CRM does that no document says, with the setting that makes Yaoquan agree where there is one. */
export function RulesCard({ run: { rules } }: Readonly<{ run: Run }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  if (rules.length === 0) return undefined
  const columns: TableColumnsType<Rule> = [
    { title: t.rule, key: 'rule', render: (_: unknown, { name }) => unwrittenRule(name)?.[language] ?? name },
    {
      title: t.seen,
      key: 'seen',
      width: 130,
      align: 'right',
      className: 'yq-number',
      render: (_: unknown, { count, of }) =>
        count === of ? countText(count) : t.share(countText(count), countText(of)),
    },
    { title: t.coupon, dataIndex: 'couponCode', width: 150, ellipsis: true, render: (code?: string) => code ?? '—' },
    {
      title: t.setting,
      key: 'setting',
      width: 330,
      render: (_: unknown, { name }) => {
        const setting = unwrittenRule(name)?.setting
        return setting === undefined ? '—' : <Code text={setting[language]} />
      },
    },
  ]
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.title}>
      <h2>{t.title}</h2>
      <ListTable rows={rules} keyOf={({ name }) => name} columns={columns} isLoading={false} width={900} none="" />
    </section>
  )
}

const learnedCardTexts = defineTexts({
  title: { zh: '学习', en: 'Learning' },
  created: { zh: '新券', en: 'New coupons' },
  moved: { zh: '变更的券', en: 'Changed coupons' },
  orders: { zh: '订单', en: 'Orders' },
  notLearned: { zh: '未学习的券', en: 'Coupons not learned' },
  failed: { zh: '失败的应答', en: 'Failed answers' },
  findings: { zh: '学习的差异', en: 'Findings' },
  crawl: {
    zh: (done: string, targets: string, coupons: string) => `抓取：已查 ${done}/${targets}，券 ${coupons}`,
    en: (done, targets, coupons) => `Crawl: ${done} of ${targets} asked for, ${coupons} coupons`,
  },
  unequal: { zh: (count: string) => `数目不等 ${count}`, en: (count) => `numbers differ: ${count}` },
  refused: { zh: (count: string) => `被拒绝 ${count}`, en: (count) => `refused: ${count}` },
  at: { zh: (time: string) => `最近 ${time}`, en: (time) => `latest call ${time}` },
})

/** What the run has learned from answers, and how far the latest crawl is. */
export function LearnedCard({ run: { learned, crawl, deviations } }: Readonly<{ run: Run }>): ReactNode {
  const t = useTexts(learnedCardTexts)
  if (learned === undefined && crawl === undefined) return undefined
  const findings = deviations.filter((one) => one.class === 'learning' && one.decision === undefined).length
  const rows =
    learned === undefined
      ? []
      : ([
          [t.created, learned.created],
          [t.moved, learned.moved],
          [t.orders, learned.orders],
          [t.notLearned, learned.notLearned],
          [t.findings, findings],
          ...(learned.failedAnswers > 0 ? ([[t.failed, learned.failedAnswers]] as const) : []),
        ] as const)
  return (
    <section className="yq-card yq-shadow-card" aria-label={t.title}>
      <h2>{t.title}</h2>
      <dl className="yq-shadow-skipped">
        {rows.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="yq-number">{countText(count)}</dd>
          </div>
        ))}
      </dl>
      {crawl !== undefined && (
        <p className="yq-soft">
          {[
            t.crawl(countText(crawl.done), countText(crawl.targets), countText(crawl.coupons)),
            ...(crawl.differing > 0 ? [t.unequal(countText(crawl.differing))] : []),
            ...(crawl.refused > 0 ? [t.refused(countText(crawl.refused))] : []),
            t.at(crawl.updatedAt.slice(0, 16)),
          ].join(' · ')}
        </p>
      )}
    </section>
  )
}
