import { Link, useNavigate } from '@tanstack/react-router'
import { memberColumns, memberStates, type searchMembers } from '@yaoquan/api'
import { Flex, Tag } from 'antd'
import type { ReactNode } from 'react'
import { shortDay, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type ListPage, ListTable, type RowOrder } from '../lists/list-table.tsx'
import { useShownColumns } from '../lists/shown-columns.ts'
import type { ResultOf } from '../server/call-method.ts'

type Member = ResultOf<typeof searchMembers>['members'][number]

/** Its columns. */
export const memberColumnTitles = defineTexts({
  member: { zh: '会员', en: 'Member' },
  name: memberColumns.name,
  phone: memberColumns.phone,
  card: memberColumns.cardNo,
  level: memberColumns.level,
  tags: memberColumns.tags,
  consent: { zh: '营销同意', en: 'Marketing' },
  since: { zh: '首次出现', en: 'First seen' },
})

const texts = defineTexts({
  allowed: { zh: '同意', en: 'Allowed' },
  refused: { zh: '不同意', en: 'Refused' },
  never: { zh: '未表态', en: 'Not asked' },
  more: {
    zh: (first: string, others: number) => `${first} 等 ${others + 1} 个`,
    en: (first, others) => `${first} +${others}`,
  },
  none: { zh: '没有符合条件的会员。换个条件试试。', en: 'No member matches. Try another filter.' },
  noneYet: {
    zh: '还没有会员。在「导入」里导入名单；第一次发券、领券时也会登记。',
    en: 'No members yet. Import a list on the screen Imports; the first coupon of a person registers a member, too.',
  },
})

type MembersTableProps = ListPage<Member> & Readonly<{ isFiltered: boolean; order: RowOrder }>

/** A page of members; a row opens the member desk. */
export function MembersTable({ isFiltered, order, ...page }: MembersTableProps): ReactNode {
  const t = useTexts(texts)
  const stateWords = useTexts(memberStates)
  const navigate = useNavigate()
  const today = useToday()
  const severalOf = (values: readonly string[]) => {
    const [first, ...others] = values
    if (first === undefined || others.length === 0) return first
    return <span title={values.join('\n')}>{t.more(first, others.length)}</span>
  }
  const columns = useShownColumns<Member, typeof memberColumnTitles>(memberColumnTitles, {
    member: {
      dataIndex: 'memberId',
      width: 110,
      render: (memberId: string) => (
        // A link, which opens in another tab too.
        <Link to="/members" search={{ member: memberId } as never} onClick={(event) => event.stopPropagation()}>
          {memberId}
        </Link>
      ),
    },
    name: {
      width: 150,
      ellipsis: true,
      render: (_, { name, state }) =>
        state === 'active' ? name : <Tag color={state === 'merged' ? 'warning' : 'error'}>{stateWords[state]}</Tag>,
    },
    phone: {
      width: 160,
      className: 'yq-number yq-one-line',
      render: (_, { phones }) => severalOf(inUse(phones).map(({ phone }) => phone)),
    },
    card: {
      width: 170,
      ellipsis: true,
      className: 'yq-number',
      render: (_, { cards }) => severalOf(inUse(cards).map(({ cardNo }) => cardNo)),
    },
    level: { dataIndex: 'level', width: 90, ellipsis: true },
    tags: {
      dataIndex: 'tags',
      ellipsis: true,
      render: (tags: readonly string[] = []) => (
        <Flex gap={4} title={tags.join('\n')}>
          {tags.slice(0, shownTags).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {tags.length > shownTags && `+${tags.length - shownTags}`}
        </Flex>
      ),
    },
    consent: {
      dataIndex: 'marketingConsent',
      width: 96,
      render: (consent: Member['marketingConsent']) =>
        consent === undefined ? <span className="yq-soft">{t.never}</span> : consent.given ? t.allowed : t.refused,
    },
    since: {
      dataIndex: 'createdAt',
      width: 110,
      className: 'yq-number yq-one-line',
      render: (at: string) => <time title={at}>{shortDay(at.slice(0, 10), today)}</time>,
    },
  })
  return (
    <ListTable
      {...page}
      columns={columns}
      keyOf={({ memberId }) => memberId}
      sort={{ column: 'since', ...order }}
      none={isFiltered ? t.none : t.noneYet}
      open={(member) => void navigate({ to: '/members', search: { member } as never })}
    />
  )
}

const shownTags = 3

function inUse<Item extends Readonly<{ state: string }>>(items: readonly Item[]): readonly Item[] {
  return items.filter(({ state }) => state === 'active')
}
