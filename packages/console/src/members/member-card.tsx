import { couponStateOf, memberColumns } from '@yaoquan/api'
import { Button, Flex, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import { useToday } from '../design/days.ts'
import { fenOf, moneyText, yuanOf } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { MemberAct } from '../member-forms/member-form.tsx'
import type { Member } from '../member-forms/profile-change.ts'
import type { Merge } from '../member-forms/undo-merge.tsx'
import { Code } from '../parts/code.tsx'
import { lazyPart } from '../parts/lazy-part.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { useSession } from '../session/session-provider.tsx'
import { type Limits, MemberLimits } from './member-limits.tsx'
import { MoreActs, useMoreActs } from './more-acts.tsx'
import type { CouponsOfMember } from './opened-member.ts'
import { Phones } from './phones.tsx'
import './member-card.css'

const MemberForm = lazyPart(async () => (await import('../member-forms/member-form.tsx')).MemberForm)

const texts = defineTexts({
  unnamed: { zh: '未登记姓名', en: 'No name' },
  phone: memberColumns.phone,
  card: { zh: '会员卡', en: 'Card' },
  since: { zh: '首次出现', en: 'First seen' },
  consent: { zh: '营销同意', en: 'Marketing' },
  consentGiven: { zh: '同意', en: 'Allowed' },
  consentRefused: { zh: '不同意', en: 'Refused' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  withdrawConsent: { zh: '撤回营销同意', en: 'Withdraw the marketing consent' },
  never: { zh: '未表态', en: 'Not asked' },
  value: { zh: '可用券面值', en: 'Face value of usable coupons' },
  lost: { zh: '（挂失）', en: ' (lost)' },
  replaced: { zh: '（已更换）', en: ' (replaced)' },
  merged: { zh: (id: string) => `已合并到 ${id}`, en: (id) => `Merged into ${id}` },
  erased: { zh: '已按会员要求删除', en: 'Erased at the member’s request' },
  none: { zh: '无', en: 'None' },
  edit: { zh: '编辑资料', en: 'Edit' },
  add: { zh: '添加', en: 'Add' },
  addPhone: { zh: '添加手机号', en: 'Add a phone' },
  change: { zh: '更换', en: 'Change' },
  changePhone: { zh: '更换手机号', en: 'Change a phone' },
  addCard: { zh: '添加会员卡', en: 'Add a card' },
  replace: { zh: '挂失或更换', en: 'Lost or replaced' },
  replaceCard: { zh: (cardNo: string) => `挂失或更换 ${cardNo}`, en: (cardNo) => `Lost or replaced ${cardNo}` },
})

type Props = Readonly<{
  member: Member
  /** Merges that can be undone. */
  merges: readonly Merge[]
  limits: Limits | undefined
  list: CouponsOfMember | undefined
}>

/** Shows the member's profile and totals of the coupons. */
export function MemberCard({ member, merges, limits, list }: Props): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const { memberId, name, level, tags = [], phones, cards, createdAt, marketingConsent, mergedInto, state } = member
  const mayEdit = useSession().may('save-members') && state === 'active'
  const [act, setAct] = useState<MemberAct>()
  const more = useMoreActs(state === 'active', merges)
  const consent = marketingConsent?.given === true ? t.consentGiven : t.consentRefused
  const coupons = list?.coupons ?? []
  const usable = coupons.filter((coupon) => couponStateOf(coupon, today) === 'usable')
  const valueFen = usable.reduce((sum, { couponAmount }) => sum + fenOf(couponAmount ?? '0'), 0)
  const held = (one: Readonly<{ state: string }>) =>
    one.state === 'active' ? '' : one.state === 'lost' ? t.lost : t.replaced
  return (
    <section className="yq-card yq-member" aria-label={name ?? memberId}>
      <Flex wrap gap="4px 8px" align="center">
        <strong className="yq-member-name">{name ?? t.unnamed}</strong>
        <Code text={memberId} />
        {level !== undefined && <Tag color="blue">{level}</Tag>}
        {tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {state === 'merged' && <Tag color="warning">{t.merged(mergedInto ?? '')}</Tag>}
        {state === 'erased' && <Tag color="error">{t.erased}</Tag>}
        {(mayEdit || more.length > 0) && (
          <Flex gap={8}>
            {mayEdit && (
              <Button size="small" onClick={() => setAct({ kind: 'edit' })}>
                {t.edit}
              </Button>
            )}
            <MoreActs acts={more} choose={setAct} />
          </Flex>
        )}
      </Flex>
      {act !== undefined && <MemberForm act={act} member={member} close={() => setAct(undefined)} />}
      <dl className="yq-facts">
        <div>
          <dt>{t.phone}</dt>
          <dd>
            <Phones memberId={memberId} phones={phones} />
            {mayEdit && phones.some(({ state: held }) => held === 'active') && (
              <LinkButton isInline text={t.change} name={t.changePhone} act={() => setAct({ kind: 'change-phone' })} />
            )}
            {mayEdit && (
              <LinkButton isInline text={t.add} name={t.addPhone} act={() => setAct({ kind: 'add-phone' })} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t.card}</dt>
          <dd>
            {cards.length === 0 && t.none}
            {cards.map((one) => (
              <span key={one.cardNo}>
                <Code text={one.cardNo} />
                {held(one)}{' '}
                {mayEdit && one.state === 'active' && (
                  <LinkButton
                    isInline
                    text={t.replace}
                    name={t.replaceCard(one.cardNo)}
                    act={() => setAct({ kind: 'replace-card', cardNo: one.cardNo })}
                  />
                )}
              </span>
            ))}
            {mayEdit && <LinkButton isInline text={t.add} name={t.addCard} act={() => setAct({ kind: 'add-card' })} />}
          </dd>
        </div>
        <div>
          <dt>{t.since}</dt>
          <dd className="yq-number" title={createdAt}>
            {createdAt.slice(0, 10)}
          </dd>
        </div>
        <div>
          <dt>{t.consent}</dt>
          <dd>
            {marketingConsent === undefined ? t.never : consent}
            {mayEdit && marketingConsent?.given === true && (
              <LinkButton
                isInline
                text={t.withdraw}
                name={t.withdrawConsent}
                act={() => setAct({ kind: 'withdraw-consent' })}
              />
            )}
          </dd>
        </div>
        {list !== undefined && (
          <div>
            <dt>{t.value}</dt>
            <dd className="yq-number">{`¥${moneyText(yuanOf(valueFen))}`}</dd>
          </div>
        )}
        {limits !== undefined && <MemberLimits limits={limits} />}
      </dl>
    </section>
  )
}
