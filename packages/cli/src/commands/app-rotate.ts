import { type Command, Option } from 'commander'
import { appFault } from '#administration/app-report'
import { addRequestNo, doneBefore, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { appArgument, jsonOption, storeCommand } from '#options/data-options'
import { addSecret, checkStrength } from '#options/strong-text'
import { parseUntil } from '#options/times'
import { helpNotes } from '#terminal/help-notes'
import { instantText, OperationFault, printResult, say, UsageFault } from '#terminal/output'

type RotateFlags = NumberedFlags &
  Readonly<{ retire?: boolean; oldUntil?: number; appSecret?: string; allowWeakSecret?: boolean }>

/** `yaoquan app rotate`: replaces an app's secret. Old and new secret are both valid meanwhile, so no call is refused. */
export function addAppRotate(app: Command): void {
  const command = storeCommand(
    app,
    'rotate',
    say(
      '更换密钥：新旧密钥同时有效，直到停用旧密钥',
      'replace the secret; old and new are both valid until the old one is retired',
    ),
  )
    .argument(...appArgument)
    .addOption(
      new Option(
        '--retire',
        say('停用旧密钥，不生成新的', 'retire the old secret without creating a new one'),
      ).conflicts('appSecret'),
    )
    .option(
      '--old-until <time>',
      say(
        '旧密钥的最后一天或失效时间，缺省到执行 --retire 为止',
        'last day or end time of the old secret; default: until --retire',
      ),
      parseUntil,
    )
  addSecret(
    command,
    say('指定新密钥，至少16个字符，缺省自动生成', 'new secret, at least 16 characters; default: generated'),
  )
  addRequestNo(command).addOption(jsonOption()).addHelpText('after', notes).action(rotateOne)
}

async function rotateOne(appKey: string, flags: RotateFlags): Promise<void> {
  const { oldUntil } = flags
  if (oldUntil !== undefined && oldUntil <= Date.now()) {
    throw new UsageFault(
      '--old-until 应为将来的时间；要立即停用请用 --retire',
      '--old-until must be in the future; to end the old secret now, use --retire',
    )
  }
  checkStrength(flags.appSecret, '--app-secret', flags.allowWeakSecret)
  await (flags.retire ? retire : rotate)(appKey, flags)
}

async function retire(appKey: string, flags: RotateFlags): Promise<void> {
  const { oldUntil } = flags
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.retireOldSecret(appKey, oldUntil, numbered),
  )
  if (outcome.kind === 'refused') {
    const { kind } = outcome.refusal
    if (kind !== 'no-old-secret') throw appFault({ kind })
    throw new OperationFault('没有仍然有效的旧密钥', 'there is no old secret that is still valid')
  }
  const end = instantText(oldUntil)
  const text = end === undefined ? say('旧密钥已停用', 'the old secret is retired') : `old_secret_until ${end}`
  printResult(flags, { app_key: appKey, old_secret_until: end ?? null, retired: end === undefined }, text)
}

async function rotate(appKey: string, flags: RotateFlags): Promise<void> {
  const { appSecret, oldUntil } = flags
  const outcome = await withNumberedAct(flags, (administration, numbered) =>
    administration.rotateSecret(appKey, { text: appSecret, oldEndsAtMs: oldUntil, ...numbered }),
  )
  if (outcome.kind === 'done-before') throw doneBefore(rotateAgain)
  if (outcome.kind === 'old-secret-valid') {
    throw new OperationFault(
      '上一次更换的旧密钥仍然有效，请先用 app show 确认没有程序还在用它，再执行 app rotate --retire',
      'the previous secret is still valid: check with app show that nothing uses it, then run app rotate --retire',
    )
  }
  if (outcome.kind === 'same-secret') {
    throw new OperationFault('新密钥与现在的密钥相同', 'the new secret equals the current one')
  }
  if (outcome.kind !== 'changed') throw appFault(outcome)
  const end = instantText(oldUntil)
  const members = { app_key: appKey, app_secret: outcome.appSecret, old_secret_until: end ?? null }
  const text = `app_key ${appKey}\napp_secret ${outcome.appSecret}\nold_secret_until ${end ?? '--retire'}`
  printResult(flags, members, text)
}

const rotateAgain = {
  zh: '先用 app rotate --retire 停用旧密钥，再更换',
  en: 'Retire the old secret with app rotate --retire, then rotate again.',
} as const

const notes = helpNotes({
  notes: say(
    `步骤:
  1. yaoquan app rotate KEY            得到新密钥，旧密钥仍有效
  2. 把新密钥配置到各调用方
  3. yaoquan app show KEY              等到旧密钥的最近使用时间不再变化
  4. yaoquan app rotate KEY --retire   停用旧密钥，一秒内失效
密钥泄露时，第 1 步之后立即执行第 4 步`,
    `Steps:
  1. yaoquan app rotate KEY            creates a new secret; the old one stays valid
  2. configure the new secret in every caller
  3. yaoquan app show KEY              wait until the old secret is no longer used
  4. yaoquan app rotate KEY --retire   retires the old secret within a second
If a secret has leaked, do step 4 right after step 1`,
  ),
  examples: [
    'yaoquan app rotate 12345678 --data ./data --old-until 2026-12-31',
    'yaoquan app rotate 12345678 --data ./data --retire',
  ],
})
