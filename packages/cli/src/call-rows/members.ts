import {
  changePhone,
  getMember,
  identifierStates,
  memberColumns,
  mergeMembers,
  replaceCard,
  saveMember,
  searchMembers,
  unmergeMembers,
} from '@yaoquan/api'
import type { ResultOf } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { gatewayClient } from '#calls/gateway-client'
import { newOutRequestNo } from '#calls/request-number'
import { pairOption } from '#calls/wire-values'
import type { CallFlags } from '#options/gateway-options'
import { confirm, isAtTerminal } from '#terminal/confirm'
import { localized, oneLine, printNote, say, UsageFault } from '#terminal/output'
import { shownPhone } from '#terminal/row-tables'
import { padToWidth } from '#terminal/table'

const oneIdentifier = [{ of: ['memberId', 'phone', 'cardNo'] as const }]

/** Members, their phones and cards. */
export const memberRows: readonly CallRow[] = [
  callRow(getMember, {
    path: 'member show',
    takes: ['memberId'],
    needs: [{ of: ['memberId', 'phone', 'cardNo', 'couponCode'] }],
    says: ({ member, couponCount = 0, merges = [] }, _request, { showsPhones }) => [
      ...(member === undefined ? [] : memberLines(member, showsPhones)),
      say(`优惠券 ${couponCount} 张`, `${couponCount} coupons`),
      ...merges.map(({ mergeId, fromMemberId: from, undoUntil }) =>
        say(
          `合并 ${mergeId}: ${from}，可撤销至 ${undoUntil}`,
          `merge ${mergeId}: ${from}, can be undone until ${undoUntil}`,
        ),
      ),
    ],
    examples: ['member show M1024'],
  }),
  callRow(searchMembers, {
    defaults: { limit: 20 },
    list: {
      of: 'members',
      columns: [
        [say('会员', 'Member'), ({ memberId }) => memberId],
        [localized(memberColumns.name), ({ name }) => name],
        [localized(memberColumns.level), ({ level }) => level],
        [localized(memberColumns.tags), ({ tags }) => tags],
        [localized(memberColumns.phone), ({ phones }, { showsPhones }) => activePhones(phones, showsPhones)],
        [say('卡号', 'Card'), ({ cards }) => cards.map(({ cardNo }) => cardNo)],
      ],
    },
  }),
  callRow(saveMember, {
    takes: ['memberId'],
    needs: oneIdentifier,
    options: saveOptions,
    adapt(request, { attribute, consent, consentSource: source }) {
      if ((consent === undefined) !== (source === undefined)) {
        throw new UsageFault('--consent 与 --consent-source 须一起给出', '--consent and --consent-source go together')
      }
      const added = attribute as typeof request.attributes
      return {
        ...request,
        ...(added === undefined ? {} : { attributes: [...(request.attributes ?? []), ...added] }),
        ...(source === undefined ? {} : { marketingConsent: { given: consent === 'yes', source: String(source) } }),
      }
    },
    says: ({ memberId = '', created }) =>
      created
        ? say(`已新建会员 ${memberId}`, `created member ${memberId}`)
        : say(`已保存会员 ${memberId}`, `saved member ${memberId}`),
    examples: ['member save M1024 --birthday 05-20 --consent yes --consent-source 门店签字'],
  }),
  callRow(changePhone, {
    takes: ['memberId'],
    aliases: { oldPhone: 'from', newPhone: 'to' },
    says: ({ memberId = '' }) => say(`会员 ${memberId} 已换号`, `changed the phone of member ${memberId}`),
  }),
  callRow(replaceCard, {
    takes: ['cardNo'],
    aliases: { newCardNo: 'to' },
    defaults: { state: 'replaced' },
    options: () => [new Option('--lost', say('--state lost 的简写', 'short for --state lost'))],
    adapt: (request, { lost }) => (lost ? { ...request, state: 'lost' } : request),
    says: ({ memberId = '' }, { state }) =>
      state === 'lost'
        ? say(`会员 ${memberId} 的卡已挂失`, `the card of member ${memberId} is lost`)
        : say(`会员 ${memberId} 的卡已更换`, `the card of member ${memberId} is replaced`),
  }),
  callRow(mergeMembers, {
    takes: ['fromMemberId', 'intoMemberId'],
    options: () => [new Option('--yes', say('在终端也不再询问', 'do not ask on a terminal either'))],
    before: async (request, flags) => {
      if (!request.dryRun && !flags['yes'] && isAtTerminal()) await confirmMerge(request, flags)
      return false
    },
    says: (result, { intoMemberId = '' }) => [mergeLine(result), ...previewLines(result, intoMemberId)],
    examples: ['member merge M1025 M1024 --dry-run'],
    notes: say(
      '在终端运行时，先显示预览，再要求确认；脚本中直接合并。',
      'On a terminal the command shows the preview and asks before it merges; in scripts it merges at once.',
    ),
  }),
  callRow(unmergeMembers, {
    takes: ['mergeId'],
    says: ({ fromMemberId = '', intoMemberId = '' }) =>
      say(
        `已撤销：${fromMemberId} 不再并入 ${intoMemberId}`,
        `undone: ${fromMemberId} is no longer merged into ${intoMemberId}`,
      ),
  }),
]

type Member = NonNullable<ResultOf<typeof getMember>['member']>

const { fields: memberFields } = getMember.response.result.fields.member

/** A member as lines of wire name and value. */
function memberLines(member: Member, showsPhones: boolean): readonly string[] {
  const { phones, cards, marketingConsent: consent, attributes = [], tags, ...texts } = member
  const values: Readonly<Record<string, string | undefined>> = {
    ...texts,
    tags: tags?.join(','),
    marketingConsent:
      consent && `${consent.given ? say('同意', 'yes') : say('不同意', 'no')} ${consent.at} ${consent.source}`,
    attributes: attributes.map(({ name, value }) => `${name}=${value}`).join(' '),
    phones: phones
      .map(({ phone, state }) => `${shownPhone(phone, showsPhones)} ${localized(identifierStates[state])}`)
      .join(', '),
    cards: cards.map(({ cardNo, state }) => `${cardNo} ${localized(identifierStates[state])}`).join(', '),
  }
  return Object.entries(memberFields).flatMap(([property, { wire }]) => {
    const value = values[property]
    return value === undefined || value === '' ? [] : [`${padToWidth(wire, 20)}${oneLine(value)}`]
  })
}

function activePhones(phones: Member['phones'], showsPhones: boolean) {
  return phones.filter(({ state }) => state === 'active').map(({ phone }) => shownPhone(phone, showsPhones))
}

function saveOptions(): readonly Option[] {
  return [
    new Option('--consent <answer>', say('是否同意营销信息', 'whether marketing messages are allowed')).choices([
      'yes',
      'no',
    ]),
    new Option('--consent-source <text>', say('表态的来源，如 门店签字', 'where the consent was given')),
    pairOption({
      flags: '--attribute <name=value>',
      members: ['name', 'value'],
      description: say(
        '自定义属性，可重复；无值则删除；--attributes 的简写',
        'attribute, repeatable; removed without a value; short for --attributes',
      ),
      form: say('应为 名称=值', 'must be name=value'),
      isShort: true,
    }),
  ]
}

type Merge = Readonly<{ fromMemberId?: string | undefined; intoMemberId?: string | undefined }>

async function confirmMerge(
  { fromMemberId: from = '', intoMemberId: into = '' }: Merge,
  flags: CallFlags,
): Promise<void> {
  const request = { outRequestNo: newOutRequestNo(), fromMemberId: from, intoMemberId: into, dryRun: true }
  const preview = await gatewayClient(flags).mergeMembers(request)
  printNote(previewLines(preview, into).join('\n'))
  await confirm(say(`输入 yes 把 ${from} 并入 ${into}: `, `Type yes to merge ${from} into ${into}: `), 'yes')
}

function mergeLine({ mergeId, undoUntil = '' }: ResultOf<typeof mergeMembers>): string {
  if (mergeId === undefined) return say('预览，未改动', 'preview: nothing was changed')
  return say(`合并 ${mergeId}，可撤销至 ${undoUntil}`, `merge ${mergeId}, can be undone until ${undoUntil}`)
}

function previewLines(result: ResultOf<typeof mergeMembers>, into: string): readonly string[] {
  const { phoneCount = 0, cardCount = 0, couponCount = 0, filledFields = [], keptFields = [], limits = [] } = result
  return [
    say(
      `转入手机号 ${phoneCount} 个，卡 ${cardCount} 张；合并后优惠券 ${couponCount} 张`,
      `${phoneCount} phones and ${cardCount} cards move; ${couponCount} coupons afterwards`,
    ),
    ...filledFields.map((field) => say(`补上 ${field}`, `${field} is filled in`)),
    ...keptFields.map((field) => say(`不同，保留 ${into} 的 ${field}`, `${field} differs, that of ${into} stays`)),
    ...limits.map(({ couponId, claimed, memberTotal }) =>
      say(
        `模板 ${couponId}：合计已领 ${claimed}，限领 ${memberTotal}`,
        `template ${couponId}: ${claimed} claimed, limit ${memberTotal}`,
      ),
    ),
  ]
}
