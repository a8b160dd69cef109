import { memberColumns } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { TermList } from '../parts/facts.tsx'
import type { Member } from './profile-change.ts'

const texts = defineTexts({
  name: memberColumns.name,
  phone: memberColumns.phone,
  card: { zh: '会员卡', en: 'Card' },
  level: memberColumns.level,
  tags: memberColumns.tags,
  birthday: memberColumns.birthday,
  since: { zh: '首次出现', en: 'First seen' },
})

/** What is kept of a member, beside another one. */
export function MemberSide({ title, member }: Readonly<{ title: string; member: Member }>): ReactNode {
  const t = useTexts(texts)
  const { memberId, name, phones, cards, level, tags, birthday, createdAt } = member
  const joined = (words: readonly string[]) => (words.length === 0 ? undefined : words.join('、'))
  return (
    <section className="yq-side" aria-label={`${title} ${memberId}`}>
      <h4>
        {title} {memberId}
      </h4>
      <TermList
        facts={[
          [t.name, name],
          [t.phone, joined(phones.map(({ phone }) => phone))],
          [t.card, joined(cards.map(({ cardNo }) => cardNo))],
          [t.level, level],
          [t.tags, joined(tags ?? [])],
          [t.birthday, birthday],
          [t.since, createdAt.slice(0, 10)],
        ]}
      />
    </section>
  )
}
