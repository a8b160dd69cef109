import { type Command, Option } from 'commander'
import { appFault } from '#administration/app-refusal'
import { type StoreFlags, withAdministration } from '#administration/open-administration'
import { appArgument, dataOption, jsonOption, nonBlank, storeOption } from '#options/data-options'
import { allowWeakOption, checkStrength } from '#options/strong-text'
import { parseUntil } from '#options/until-text'
import type { Administration } from '#server'
import { OperationFault, UsageFault } from '#terminal/faults'
import { instantText } from '#terminal/moment-text'
import { print, printJson } from '#terminal/output'

type RotateFlags = StoreFlags &
  Readonly<{
    retire?: boolean
    oldUntil?: number
    appSecret?: string
    allowWeakSecret?: boolean
    json?: boolean
  }>

/** `yaoquan app rotate`: exchanges an app's secret without a moment in which its calls are refused. */
export function addAppRotate(app: Command): void {
  app
    .command('rotate')
    .description('更换密钥：新旧两个同时有效，直到旧的退役 (a new secret beside the old one, until that is retired)')
    .argument(...appArgument)
    .addOption(dataOption())
    .addOption(storeOption())
    .addOption(
      new Option('--retire', '旧密钥退役，不生成新的 (retire the old secret; makes no new one)').conflicts('appSecret'),
    )
    .addOption(
      new Option(
        '--old-until <time>',
        '旧密钥的最后一天或失效时间，缺省至 --retire (last day or end of the old secret; default: until --retire)',
      ).argParser(parseUntil),
    )
    .addOption(
      new Option(
        '--app-secret <secret>',
        '至少16个字符，缺省自动生成 (16 characters or more; default: generated)',
      ).argParser(nonBlank),
    )
    .addOption(allowWeakOption())
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(rotateOne)
}

async function rotateOne(appKey: string, flags: RotateFlags): Promise<void> {
  const { oldUntil } = flags
  if (oldUntil !== undefined && oldUntil <= Date.now()) {
    throw new UsageFault('--old-until 应为将来的时间；立即退役请用 --retire', '--old-until must be in the future')
  }
  checkStrength(flags.appSecret, '--app-secret', flags.allowWeakSecret)
  await withAdministration(flags, (administration) =>
    flags.retire ? retire(administration, appKey, flags) : rotate(administration, appKey, flags),
  )
}

async function retire(administration: Administration, appKey: string, { oldUntil, json }: RotateFlags): Promise<void> {
  const outcome = await administration.retireOldSecret(appKey, oldUntil)
  if (outcome === 'unknown-app') throw appFault({ kind: outcome })
  if (outcome === 'no-old-secret') {
    throw new OperationFault('没有仍然有效的旧密钥', 'no old secret is accepted any more')
  }
  const end = instant(oldUntil)
  if (json) printJson({ app_key: appKey, old_secret_until: end ?? null, retired: end === undefined })
  else print(end === undefined ? `旧密钥已退役 (the old secret is retired)` : `old_secret_until ${end}`)
}

async function rotate(administration: Administration, appKey: string, flags: RotateFlags): Promise<void> {
  const { appSecret: text, oldUntil, json } = flags
  const outcome = await administration.rotateSecret(appKey, { text, oldEndsAtMs: oldUntil })
  if (outcome.kind === 'unknown-app') throw appFault(outcome)
  if (outcome.kind === 'old-secret-stands') {
    throw new OperationFault(
      '上一个密钥仍然有效，请先确认没有程序还在用它（app show），再执行 app rotate --retire',
      'the secret before is still accepted: retire it first',
    )
  }
  if (outcome.kind === 'same-secret') {
    throw new OperationFault('新密钥与现在的相同', 'the new secret is the present one')
  }
  const end = instant(oldUntil)
  if (json) printJson({ app_key: appKey, app_secret: outcome.appSecret, old_secret_until: end ?? null })
  else print(`app_key ${appKey}\napp_secret ${outcome.appSecret}\nold_secret_until ${end ?? '--retire'}`)
}

function instant(epochMs: number | undefined): string | undefined {
  return epochMs === undefined ? undefined : instantText(epochMs)
}

const notes = `
步骤 Steps:
  1. yaoquan app rotate KEY            得到新密钥，旧的照常有效 (a new secret; the old one goes on)
  2. 把新密钥配置到调用方 (configure the callers with the new secret)
  3. yaoquan app show KEY              旧密钥的最近使用时间不再变化 (the old secret is no longer used)
  4. yaoquan app rotate KEY --retire   旧密钥一秒内失效 (the old secret is refused within a second)
  密钥泄露时，1 之后立即执行 4 (after a leak, do 4 right after 1).

示例 Examples:
  yaoquan app rotate 12345678 --data ./data --old-until 2026-12-31
  yaoquan app rotate 12345678 --data ./data --retire`
