import { retentionDayLimits } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type NumberedFlags, withNumberedSeller } from '#administration/numbered-act'
import { withSeller } from '#administration/open-administration'
import { outRequestNoOption } from '#calls/request-number'
import { jsonOption, type SellerFlags, sellerCommand, wholeNumber } from '#options/data-options'
import type { Administration } from '#server'
import { helpNotes } from '#terminal/help-notes'
import { instantText, printResult, say } from '#terminal/output'
import { helpWidth, wrapped } from '#terminal/table'
import {
  retentionKinds as kinds,
  previewLines,
  previewMembers,
  type RetentionKind,
  type RetentionText,
} from './retention-texts.ts'

/** `yaoquan retention …`: how long data of a seller is kept. */
export function addRetentionCommands(retention: Command): void {
  sellerCommand(retention, 'show', say('显示保留期限及其含义', 'show how long data is kept, and what it means'))
    .addOption(jsonOption())
    .action(show)
  const set = sellerCommand(retention, 'set', say('设置保留期限', 'set how long data is kept'))
  for (const [kind, text] of kinds) set.addOption(daysOption(kind, text))
  set
    .option('--dry-run', say('只显示现在会删除什么，不设置', 'print what would be removed now, and set nothing'))
    .addOption(outRequestNoOption())
    .addOption(jsonOption())
    .addHelpText('after', helpNotes({ notes: kinds.map(([, { meaning }]) => meaning).join('\n\n'), examples }))
    .action(setDays)
}

type DaysFlag = number | 'off' | undefined
type SetFlags = SellerFlags &
  NumberedFlags &
  Readonly<{
    requests?: DaysFlag
    inactiveMembersDays?: DaysFlag
    eventDays?: DaysFlag
    dryRun?: boolean | undefined
  }>
type Days = Parameters<Administration['setRetention']>[0]['days']

async function setDays(flags: SetFlags, command: Command): Promise<void> {
  const days = daysOf(flags)
  if (Object.keys(days).length === 0)
    command.error(say(`至少需要一个期限: ${flagNames()}`, `give at least one period: ${flagNames()}`))
  if (flags.dryRun) return dryRun(flags, days)
  const { seller } = flags
  const after = await withNumberedSeller(flags, (administration, numbered) =>
    administration.setRetention({ sellerId: seller, days, ...numbered }),
  )
  const effects = kinds.flatMap(([kind, { effect }]) => (kind in days ? effectLines(days[kind], effect) : []))
  printResult(flags, membersOf(flags, { days: after }), [...daysLines(after), ...effects].join('\n'))
}

async function dryRun(flags: SetFlags, days: Days): Promise<void> {
  const removed = await withSeller(flags, (administration) => administration.previewRetention(flags.seller, days))
  const members = {
    seller_id: flags.seller,
    ...Object.fromEntries(Object.entries(days).map(([kind, kept]) => [`${kind}_days`, kept ?? null])),
    ...previewMembers(removed),
    dry_run: true,
  }
  printResult(flags, members, previewLines(days, removed).join('\n'))
}

function daysOf({ requests, inactiveMembersDays, eventDays }: SetFlags): Days {
  const input = { request: requests, member: inactiveMembersDays, event: eventDays }
  return Object.fromEntries(
    Object.entries(input).flatMap(([kind, days]) =>
      days === undefined ? [] : [[kind, days === 'off' ? undefined : days]],
    ),
  )
}

async function show(flags: SellerFlags): Promise<void> {
  const policy = await withSeller(flags, (administration) => administration.findRetention(flags.seller))
  printResult(flags, membersOf(flags, policy), textOf(policy))
}

type Policy = NonNullable<Awaited<ReturnType<Administration['findRetention']>>>

function membersOf({ seller }: SellerFlags, policy: Partial<Policy> | undefined): object {
  return {
    seller_id: seller,
    ...Object.fromEntries(kinds.map(([kind]) => [`${kind}_days`, policy?.days?.[kind] ?? null])),
    set_at: instantText(policy?.setAtMs),
    next_pass_at: instantText(nextPassMs(policy)),
  }
}

function textOf(policy: Policy | undefined): string {
  const next = nextPassMs(policy)
  return [
    ...daysLines(policy?.days),
    ...(policy === undefined ? [] : [`${say('设于', 'set at')}: ${instantText(policy.setAtMs)}`]),
    ...(next === undefined ? [] : [`${say('下次清理', 'next pass')}: ${instantText(next)}`]),
    ...kinds.map(([, { meaning }]) => `\n${wrapped(meaning, helpWidth)}`),
  ].join('\n')
}

/** Undefined when none is due, or one is due immediately. */
function nextPassMs(policy: Partial<Policy> | undefined): number | undefined {
  const isSet = kinds.some(([kind]) => policy?.days?.[kind] !== undefined)
  return isSet && policy?.nextPassMs !== 0 ? policy?.nextPassMs : undefined
}

function daysLines(days: Partial<Policy['days']> | undefined): readonly string[] {
  return kinds.map(([kind, { name }]) => {
    const kept = days?.[kind]
    const period =
      kept === undefined ? say('永久保留', 'kept forever') : say(`保留 ${kept} 天`, `kept for ${kept} days`)
    return `${name}: ${period}`
  })
}

function effectLines(days: number | undefined, effect: RetentionText['effect']): readonly string[] {
  return [
    days === undefined
      ? say('已停止清理；已清理的不会恢复', 'nothing more is removed; what was removed stays so')
      : say(
          `运行中的服务端将在一分钟内开始清理；${effect(days).zh}`,
          `running servers begin within a minute; ${effect(days).en}`,
        ),
  ]
}

function daysOption(kind: RetentionKind, { flag, help }: RetentionText): Option {
  const { min, max } = retentionDayLimits[kind]
  const description = say(`${help.zh}，${min}到${max}，off表示永久保留`, `${help.en}, ${min} to ${max}; off: forever`)
  return new Option(`${flag} <days>`, description).argParser((text) => readDays(text, min, max))
}

function readDays(text: string, min: number, max: number): number | 'off' {
  if (text === 'off') return text
  try {
    return wholeNumber(min, max)(text)
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new InvalidArgumentError(say(`${error.message}，或 off`, `${error.message}, or off`))
  }
}

function flagNames(): string {
  return kinds.map(([, { flag }]) => flag).join(' ')
}

const examples = [
  'yaoquan retention set --data ./data --seller 111 --requests 400 --event-days 365 --dry-run',
  'yaoquan retention set --data ./data --seller 111 --requests 400',
]
