import { listJobItems, memberColumns, type Text } from '@yaoquan/api'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { Failure } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'
import type { Job } from './job-texts.ts'
import { refusalText, refusalTexts } from './refusal-texts.ts'

type Item = ResultOf<typeof listJobItems>['items'][number]

const texts = defineTexts({
  title: { zh: '有问题的行', en: 'Rows with a problem' },
  first: {
    zh: (shown: number, all: number) => `前 ${shown} 行，共 ${all} 行；全部在下面的 CSV 里。`,
    en: (shown, all) => `The first ${shown} of ${all}; the CSV below has all.`,
  },
  line: { zh: '行', en: 'Line' },
  who: { zh: '会员或券', en: 'Member or code' },
  field: { zh: '列', en: 'Field' },
  value: { zh: '值', en: 'Value' },
  why: { zh: '原因', en: 'Reason' },
})

const shown = 200

type Props = Readonly<{ job: Pick<Job, 'jobId' | 'refused'> }>

/** The first rows of a file that are refused, and why. */
export function RefusedRows({ job }: Props): ReactNode {
  // They are read again when there are more.
  return job.refused === 0 ? null : <Rows key={job.refused} job={job} />
}

function Rows({ job: { jobId, refused } }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const reasons = useTexts(refusalTexts)
  const request = { jobId, state: 'refused', limit: shown } as const
  const { data, error, isFetching, refetch } = useRead(listJobItems, request, { isFresh: true })
  const rows = data?.items ?? []
  const hasValues = rows.some(({ value }) => value !== undefined)
  const hasNames = rows.some((row) => nameOf(row) !== undefined)
  return (
    <section>
      <h3>{t.title}</h3>
      {refused > shown && <p className="yq-tight yq-soft">{t.first(shown, refused)}</p>}
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <Table<Item>
        size="small"
        rowKey="place"
        pagination={false}
        scroll={{ y: 320 }}
        // So that a keyboard can scroll them.
        onRow={() => ({ tabIndex: 0 })}
        loading={{ spinning: isFetching && rows.length === 0, delay: 300 }}
        dataSource={[...rows]}
        locale={{ emptyText: ' ' }}
        columns={[
          {
            title: t.line,
            key: 'line',
            render: (_, { line, place }) => line ?? place,
            width: 52,
            align: 'right',
            className: 'yq-number',
          },
          ...(hasNames
            ? [
                {
                  title: t.who,
                  key: 'who',
                  responsive: ['sm' as const],
                  width: 136,
                  ellipsis: true,
                  render: (_: unknown, row: Item) => nameOf(row),
                },
              ]
            : []),
          {
            title: t.field,
            key: 'field',
            width: 96,
            ellipsis: true,
            render: (_, { field = '', faults = [] }) => faults[0]?.title ?? fieldLabel(field, language),
          },
          ...(hasValues
            ? [{ title: t.value, dataIndex: 'value', responsive: ['sm' as const], width: 112, ellipsis: true }]
            : []),
          {
            title: t.why,
            key: 'why',
            render: (_, item) => whyOf(item, language) ?? refusalText(reasons, item.subCode ?? ''),
          },
        ]}
      />
    </section>
  )
}

function nameOf({ couponCode, phone, cardNo }: Item): string | undefined {
  return couponCode ?? phone ?? cardNo
}

/** All that is wrong with a row: the rule of its first fault, and the others with the names of their fields. */
function whyOf({ rule, ruleEn, faults = [] }: Item, language: keyof Text): string | undefined {
  const first = language === 'zh' ? rule : ruleEn
  const others = faults.slice(1).map((fault) => {
    return `${fault.title ?? fieldLabel(fault.field, language)} ${language === 'zh' ? fault.rule : fault.ruleEn}`
  })
  return first === undefined ? undefined : [first, ...others].join(language === 'zh' ? '；' : '; ')
}

/** Columns of files of members; files of coupons have the same names for phone and card. */
const columns = Object.values(memberColumns)

function fieldLabel(field: string, language: keyof Text): string {
  return columns.find(({ wire }) => wire === field)?.[language] ?? field
}
