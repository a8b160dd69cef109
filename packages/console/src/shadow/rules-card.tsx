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
