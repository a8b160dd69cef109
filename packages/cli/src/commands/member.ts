import {
  changePhone,
  getMember,
  maskPhone,
  memberStateNames,
  type ResponseOf,
  replaceCard,
  saveMember,
  searchMembers,
} from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  addGateway,
  addWrite,
  callAndPrint,
  type GatewayFlags,
  type WriteFlags,
  writeAndPrint,
} from '#calls/gateway-call'
import { nonBlank, wholeNumber } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { oneLine } from '#terminal/output'
import { padToWidth, table } from '#terminal/table'
import { addMemberErase } from './member-erase.ts'
import { addMemberExport } from './member-export.ts'
import { addMemberMerge } from './member-merge.ts'
import { addNaming, type NamingFlags, namingOf, reasonOption } from './member-naming.ts'

/** `yaoquan member …`: members, their phones and cards. */
export function addMemberCommands(member: Command): void {
  addShow(member)
  addSearch(member)
  addSave(member)
  addChangePhone(member)
  addReplaceCard(member)
  addMemberMerge(member)
  addMemberErase(member)
  addMemberExport(member)
}

type Member = NonNullable<ResponseOf<typeof getMember>['result']['member']>

const withPhones = ['--with-phones', '显示完整手机号 (show full phone numbers)'] as const

type ShowFlags = GatewayFlags & NamingFlags & Readonly<{ withPhones?: boolean }>

function addShow(member: Command): void {
  const show = addNaming(
    member.command('show').description('查询一位会员的资料、手机号、卡与可撤销的合并 (show a member)'),
  ).option(...withPhones)
  addGateway(show)
    .addHelpText('after', '\n示例 Examples:\n  yaoquan member show M1024\n  yaoquan member show --phone 18612255668')
    .action((memberId: string | undefined, { phone, cardNo, ...flags }: ShowFlags) =>
      callAndPrint(flags, {
        method: getMember,
        send: (client) => client.getMember(namingOf(memberId, { phone, cardNo })),
        show: ({ member: found, couponCount = 0, merges = [] }) =>
          [
            ...(found === undefined ? [] : memberLines(found, flags.withPhones ?? false)),
            `优惠券 ${couponCount} 张 (coupons)`,
            ...merges.map(
              ({ mergeId, fromMemberId: from, undoUntil }) =>
                `合并 ${mergeId}: ${from}，可撤销至 ${undoUntil} (merge, can be undone until)`,
            ),
          ].join('\n'),
      }),
    )
}

const { fields: memberFields } = getMember.response.result.fields.member
const states = { active: '在用', lost: '挂失', replaced: '已更换' } as const

/** A member as lines of wire name and value. */
function memberLines(member: Member, showsPhones: boolean): readonly string[] {
  const { phones, cards, marketingConsent: consent, attributes = [], tags, ...texts } = member
  const values: Readonly<Record<string, string | undefined>> = {
    ...texts,
    tags: tags?.join(','),
    marketingConsent: consent && `${consent.given ? '同意' : '不同意'} ${consent.at} ${consent.source}`,
    attributes: attributes.length === 0 ? undefined : attributes.map(({ name, value }) => `${name}=${value}`).join(' '),
    phones: phones.map(({ phone, state }) => `${showsPhones ? phone : maskPhone(phone)} ${states[state]}`).join(', '),
    cards: cards.map(({ cardNo, state }) => `${cardNo} ${states[state]}`).join(', '),
  }
  return Object.entries(memberFields).flatMap(([property, { wire }]) => {
    const value = values[property]
    return value === undefined || value === '' ? [] : [`${padToWidth(wire, 20)}${oneLine(value)}`]
  })
}

type SearchFlags = GatewayFlags &
  NamingFlags &
  Readonly<{
    level?: string
    tag?: string
    state?: 'active' | 'merged' | 'erased'
    limit: number
    cursor?: string
    withPhones?: boolean
  }>

function addSearch(member: Command): void {
  const search = member
    .command('search')
    .description('按手机号、卡号、等级、标签或状态搜索会员 (search members by phone, card, level, tag or state)')
    .option('--phone <phone>', '手机号 (phone number)')
    .option('--card-no <no>', '会员卡号 (card number)')
    .option('--level <level>', '等级 (level)')
    .option('--tag <tag>', '标签 (tag)')
    .addOption(
      new Option('--state <state>', `${searchMembers.request.state.description.zh} (state)`).choices(memberStateNames),
    )
    .option('--limit <n>', '每页数量 (members per page)', wholeNumber(1, 200), 20)
    .option('--cursor <cursor>', '上一页返回的 next_cursor (next_cursor of the previous page)')
    .option(...withPhones)
  addGateway(search).action(({ phone, cardNo, level, tag, state, limit, cursor, ...flags }: SearchFlags) =>
    callAndPrint(flags, {
      method: searchMembers,
      send: (client) => client.searchMemberPage({ phone, cardNo, level, tag, state, limit, cursor }),
      show: ({ members, nextCursor }) =>
        [
          table(['会员', '姓名', '等级', '标签', '手机号', '卡号'])(
            members.map((found) => rowOf(found, flags.withPhones ?? false)),
          ),
          nextCursor === undefined ? '没有下一页 (last page)' : `next_cursor ${nextCursor}`,
        ].join('\n'),
    }),
  )
}

function rowOf({ memberId, name = '', level = '', tags = [], phones, cards }: Member, showsPhones: boolean) {
  const active = phones.filter(({ state }) => state === 'active')
  const shown = active.map(({ phone }) => (showsPhones ? phone : maskPhone(phone)))
  return [memberId, name, level, tags.join(','), shown.join(','), cards.map(({ cardNo }) => cardNo).join(',')]
}

type Attribute = Readonly<{ name: string; value?: string }>
type SaveFlags = WriteFlags &
  NamingFlags &
  Readonly<{
    name?: string
    level?: string
    tags?: string
    birthday?: string
    consent?: 'yes' | 'no'
    consentSource?: string
    attribute?: readonly Attribute[]
    clear?: string
    sharePhone?: boolean
  }>

function addSave(member: Command): void {
  const save = addNaming(
    member
      .command('save')
      .description('新建会员或修改资料，未给出的不变 (create a member or change one; what is not given stays)'),
  )
    .option('--name <name>', '姓名 (name)', nonBlank)
    .option('--level <level>', '等级 (level)', nonBlank)
    .option('--tags <tags>', '标签，逗号分隔，替换原有标签 (tags, comma-separated; they replace those the member has)')
    .option('--birthday <mm-dd>', '生日 (birthday)', nonBlank)
    .addOption(
      new Option('--consent <answer>', '是否同意营销信息 (whether marketing messages are allowed)').choices([
        'yes',
        'no',
      ]),
    )
    .option('--consent-source <text>', '表态的来源，如 门店签字 (where the consent was given)', nonBlank)
    .option(
      '--attribute <name=value>',
      '自定义属性，可重复；无值则删除 (attribute, repeatable; removed without a value)',
      readAttribute,
    )
    .option('--clear <fields>', '要清除的字段，逗号分隔 (fields to remove: name, level, birthday, tags)', nonBlank)
    .option('--share-phone', '手机号与其他会员共用 (the phone is shared with other members)')
  addWrite(save)
    .addHelpText(
      'after',
      '\n示例 Examples:\n  yaoquan member save --phone 18612255668 --name 王小明 --tags 糖尿病,VIP\n  yaoquan member save M1024 --birthday 05-20 --consent yes --consent-source 门店签字',
    )
    .action(saveOne)
}

async function saveOne(memberId: string | undefined, given: SaveFlags): Promise<void> {
  const { phone, cardNo, name, level, tags, birthday, consent, consentSource, ...others } = given
  const { attribute: attributes, clear, sharePhone, ...flags } = others
  if ((consent === undefined) !== (consentSource === undefined)) {
    throw new UsageFault('--consent 与 --consent-source 须一起给出', '--consent and --consent-source go together')
  }
  const marketingConsent =
    consent === undefined || consentSource === undefined
      ? undefined
      : { given: consent === 'yes', source: consentSource }
  const profile = {
    name,
    level,
    birthday,
    marketingConsent,
    attributes,
    tags: tags === undefined ? undefined : listOf(tags),
  }
  await writeAndPrint(flags, {
    method: saveMember,
    send: (client, outRequestNo) =>
      client.saveMember({
        ...{ outRequestNo, memberId, phone, cardNo, ...profile, sharePhone },
        clear: clear === undefined ? undefined : listOf(clear),
      }),
    show: ({ memberId: saved = '', created }) =>
      created ? `已新建会员 ${saved} (member created)` : `已保存会员 ${saved} (member saved)`,
  })
}

function listOf(text: string): readonly string[] {
  return text
    .split(/[,，]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function readAttribute(text: string, previous: readonly Attribute[] | undefined): readonly Attribute[] {
  const end = text.indexOf('=')
  if (end < 1) throw new InvalidArgumentError('应为 名称=值 (must be name=value)')
  const [name, value] = [text.slice(0, end), text.slice(end + 1)]
  return [...(previous ?? []), value === '' ? { name } : { name, value }]
}

type ChangeFlags = WriteFlags &
  Readonly<{ from: string; to: string; cardNo?: string; sharePhone?: boolean; reason?: string }>

function addChangePhone(member: Command): void {
  const change = member
    .command('change-phone')
    .description('会员换手机号，旧号记为已更换 (give a member another phone; the former one becomes replaced)')
    .argument('[id]', '会员id，旧号有多位会员时需要 (member id, needed if several members hold the former phone)')
    .requiredOption('--from <phone>', '旧手机号 (former phone)', nonBlank)
    .requiredOption('--to <phone>', '新手机号 (new phone)', nonBlank)
    .option('--card-no <no>', '会员卡号，代替会员id (card number, instead of the id)')
    .option('--share-phone', '新号与其他会员共用 (the new phone is shared with other members)')
    .option(...reasonOption)
  addWrite(change).action((memberId: string | undefined, given: ChangeFlags) => {
    const { from: oldPhone, to, cardNo, sharePhone, reason: why, ...flags } = given
    return writeAndPrint(flags, {
      method: changePhone,
      send: (client, outRequestNo) =>
        client.changePhone({ outRequestNo, memberId, cardNo, oldPhone, newPhone: to, sharePhone, reason: why }),
      show: ({ memberId: changed = '' }) => `会员 ${changed} 已换号 (phone changed)`,
    })
  })
}

type ReplaceFlags = WriteFlags & Readonly<{ lost?: boolean; to?: string; reason?: string }>

function addReplaceCard(member: Command): void {
  const replace = member
    .command('replace-card')
    .description('会员卡挂失或更换 (report a card lost, or replace it)')
    .argument('<card-no>', '原会员卡号 (former card number)')
    .option('--lost', '原卡挂失，缺省为已更换 (the former card is lost; by default it is replaced)')
    .option('--to <card-no>', '新会员卡号 (new card number)', nonBlank)
    .option(...reasonOption)
  addWrite(replace).action((cardNo: string, { lost, to, reason: why, ...flags }: ReplaceFlags) =>
    writeAndPrint(flags, {
      method: replaceCard,
      send: (client, outRequestNo) =>
        client.replaceCard({ outRequestNo, cardNo, state: lost ? 'lost' : 'replaced', newCardNo: to, reason: why }),
      show: ({ memberId = '' }) =>
        `会员 ${memberId} 的卡已${lost ? '挂失' : '更换'} (card ${lost ? 'lost' : 'replaced'})`,
    }),
  )
}
