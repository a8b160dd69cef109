import { isRoleName, problemOfName, roleNames, roles, roleWithTasks } from '@yaoquan/api'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { stateText } from '#administration/app-report'
import { addRequestNo, doneBefore, type NumberedFlags, withNumberedAct } from '#administration/numbered-act'
import { withAdministration } from '#administration/open-administration'
import { collect, jsonOption, nonBlank, type StoreFlags, sellerOption, storeCommand } from '#options/data-options'
import type { Administration, OperatorEntry } from '#server'
import { helpNotes, termLines } from '#terminal/help-notes'
import { instantText, localized, OperationFault, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

/** `yaoquan operator …`: the people who sign in to the console. */
export function addOperatorCommands(operator: Command): void {
  addCreate(operator)
  addList(operator)
  addSwitch(operator, 'enable', say('允许登录', 'let an operator sign in again'))
  addSwitch(operator, 'disable', say('禁止登录，并结束其所有会话', 'refuse sign-ins and end all sessions'))
  addReset(operator)
  addGrant(operator)
  addRevoke(operator)
}

const nameArgument = ['<name>', say('用户名', 'name of the operator')] as const

type RoleFlags = NumberedFlags & Readonly<{ seller: string; role: string; shop?: readonly string[] }>

/** Creates an operator with one role and prints the one-time password, only this once. */
function addCreate(operator: Command): void {
  const create = storeCommand(
    operator,
    'create',
    say(
      '创建操作员，输出一次性密码，72小时内首次登录时修改',
      'create an operator; prints a one-time password, to be replaced at the first sign-in within 72 hours',
    ),
  )
    .argument(
      '<name>',
      say('用户名：小写字母、数字或 . _ -', 'name: lower-case letters, digits or . _ -'),
      operatorName,
    )
    .requiredOption('--display-name <name>', say('姓名', 'name to show'), nonBlank)
  addRoleOptions(create)
    .addOption(jsonOption())
    .addHelpText('after', () => `${rolesHelp()}\n${createExamples()}`)
    .action(createOperator)
}

function addRoleOptions(command: Command): Command {
  return addRequestNo(command)
    .addOption(sellerOption())
    .addOption(new Option('--role <role>', say('角色', 'role')).choices(roleNames).makeOptionMandatory())
    .option('--shop <shop>', say('店员所在门店，可重复', 'shop of a shop clerk; repeatable'), collect)
}

const rolesHelp = () =>
  `\n${say('角色:', 'Roles:')}\n${termLines(roleNames.map((name) => [name, localized(roleWithTasks(name))]))}`

const createExamples = helpNotes({
  examples: [
    'yaoquan operator create zhang.wei --data ./data --display-name 张伟 --seller 111 --role owner',
    'yaoquan operator create li.na --data ./data --display-name 李娜 --seller 111 --role shop_clerk --shop 01 --shop 02',
  ],
})

async function createOperator(name: string, flags: RoleFlags & Readonly<{ displayName: string }>): Promise<void> {
  const role = roleOf(flags)
  const made = await withNumberedAct(flags, async (administration, numbered) => {
    await checkSeller(administration, flags.seller)
    return administration.createOperator({ name, displayName: flags.displayName, roles: [role], ...numbered })
  })
  if (made.kind === 'done-before') throw doneBefore(resetOf(name))
  if (made.kind === 'exists') throw new OperationFault(`操作员 ${name} 已存在`, `operator ${name} already exists`)
  printPassword(flags, name, made)
}

function resetOf(name: string): Readonly<{ zh: string; en: string }> {
  const command = `yaoquan operator reset ${name}`
  return { zh: `重置密码：${command}`, en: `Reset the password: ${command}` }
}

type Told = Readonly<{ password: string; validHours: number; isReplaced: boolean }>

function printPassword(flags: StoreFlags, name: string, told: Told): void {
  printResult(flags, { name, ...membersOfPassword(told) }, [`name ${name}`, ...linesOfPassword(told)].join('\n'))
}

function membersOfPassword({ password, validHours, isReplaced }: Told): object {
  return { one_time_password: password, valid_hours: validHours, replaced: isReplaced ? true : undefined }
}

function linesOfPassword({ password, isReplaced }: Told): readonly string[] {
  return [`one_time_password ${password}`, ...(isReplaced ? [replacedLine] : [])]
}

const replacedLine = say('首次给出的一次性密码已由本次的取代', 'takes the place of the one-time password given first')

/** Lists all operators, without anything secret. */
function addList(operator: Command): void {
  storeCommand(operator, 'list', say('列出操作员', 'list operators'))
    .addOption(jsonOption())
    .action(async (flags: StoreFlags) => {
      const operators = await withAdministration(flags, (administration) => administration.listOperators())
      printResult(flags, { operators: operators.map(membersOf) }, listText(columns, operators, 'operators'))
    })
}

function membersOf({ operator, createdAtMs, createdBy }: OperatorEntry): object {
  return {
    name: operator.name,
    display_name: operator.displayName,
    enabled: operator.isEnabled,
    roles: operator.roles.map(({ sellerId, role, shops }) => ({ seller_id: sellerId, role, shops })),
    totp: operator.totpSecret !== undefined,
    must_change_password: operator.mustChangePassword,
    created_at: instantText(createdAtMs),
    created_by: createdBy,
  }
}

const columns: readonly Column<OperatorEntry>[] = [
  [say('用户名', 'Name'), ({ operator }) => operator.name],
  [say('姓名', 'Shown as'), ({ operator }) => operator.displayName],
  [say('状态', 'State'), ({ operator }) => stateText(operator)],
  [say('角色', 'Roles'), ({ operator }) => operator.roles.map(roleText).join(' ')],
  [say('验证器', 'Authenticator'), ({ operator }) => (operator.totpSecret ? say('有', 'yes') : say('无', 'no'))],
  [say('创建于', 'Created'), ({ createdAtMs }) => instantText(createdAtMs)],
  [say('创建者', 'By'), ({ createdBy }) => createdBy],
]

function roleText({ sellerId, role, shops }: OperatorEntry['operator']['roles'][number]): string {
  return `${sellerId}:${role}${shops ? `(${shops.join(',')})` : ''}`
}

function addSwitch(operator: Command, verb: 'enable' | 'disable', description: string): void {
  const isEnabled = verb === 'enable'
  const command = addRequestNo(storeCommand(operator, verb, description)).argument(...nameArgument)
  if (!isEnabled) {
    command.option('--dry-run', say('只列出将随之停止的应用', 'only list the apps that would stop with the operator'))
  }
  command.addOption(jsonOption()).action(async (name: string, flags: NumberedFlags & Readonly<{ dryRun?: true }>) => {
    if (flags.dryRun) return listStopping(name, flags)
    const done = await withNumberedAct(flags, (administration, numbered) =>
      administration.switchOperator(name, isEnabled, numbered),
    )
    if (done.kind !== 'changed') throw unknownOperator(name)
    const members = { name, enabled: isEnabled, ...(isEnabled ? {} : { stopped_apps: done.stopped.map(appMembers) }) }
    const lines = [`${name} ${stateText({ isEnabled })}`, ...done.stopped.map(stoppedLine)]
    printResult(flags, members, lines.join('\n'))
  })
}

async function listStopping(name: string, flags: StoreFlags): Promise<void> {
  const apps = await withAdministration(flags, (administration) => administration.listConsents(name))
  if (apps === undefined) throw unknownOperator(name)
  printResult(
    flags,
    { name, stopped_apps: apps.map(appMembers) },
    apps.map(stoppedLine).join('\n') || say('无', 'none'),
  )
}

type StoppedApp = Readonly<{ appKey: string; sellerId: string }>

function appMembers({ appKey, sellerId }: StoppedApp): object {
  return { app_key: appKey, seller_id: sellerId }
}

function stoppedLine({ appKey, sellerId }: StoppedApp): string {
  return say(`停止的应用 ${appKey} ${sellerId}`, `stopped app ${appKey} ${sellerId}`)
}

/** Prints a new one-time password, only this once. */
function addReset(operator: Command): void {
  addRequestNo(
    storeCommand(
      operator,
      'reset',
      say(
        '重置密码：输出新的一次性密码，移除验证器，结束其所有会话',
        'print a new one-time password, remove the authenticator, end all sessions',
      ),
    ),
  )
    .argument(...nameArgument)
    .addOption(jsonOption())
    .action(async (name: string, flags: NumberedFlags) => {
      const done = await withNumberedAct(flags, (administration, numbered) =>
        administration.resetOperator(name, numbered),
      )
      if (done.kind === 'done-before') throw doneBefore(resetOf(name))
      if (done.kind !== 'changed') throw unknownOperator(name)
      printPassword(flags, name, done)
    })
}

/** Sets the role of an operator for a seller, in place of the one before. */
function addGrant(operator: Command): void {
  const grant = storeCommand(
    operator,
    'grant',
    say(
      '设置操作员在一个连锁的角色，替换原有的；已无角色、改属另一连锁的操作员会得到新的一次性密码',
      'set the role of an operator for a seller, in place of the one before; an operator without roles who comes from another chain gets a new one-time password',
    ),
  ).argument(...nameArgument)
  addRoleOptions(grant)
    .addOption(jsonOption())
    .addHelpText('after', rolesHelp)
    .action(async (name: string, flags: RoleFlags) => {
      const role = roleOf(flags)
      const done = await withNumberedAct(flags, async (administration, numbered) => {
        await checkSeller(administration, flags.seller)
        return administration.setOperatorRole(name, role, numbered)
      })
      if (done.kind === 'done-before') throw doneBefore(resetOf(name))
      if (done.kind !== 'changed' && done.kind !== 'kept') throw unknownOperator(name)
      printGrant(flags, { name, role, told: done.kind === 'changed' ? done : undefined })
    })
}

type Grant = Readonly<{ name: string; role: ReturnType<typeof roleOf>; told: Told | undefined }>

function printGrant(flags: StoreFlags, { name, role: { sellerId, role, shops }, told }: Grant): void {
  const members = { name, seller_id: sellerId, role, shops }
  const line = `${name} ${sellerId}:${role}`
  if (told === undefined) {
    printResult(flags, members, line)
    return
  }
  const lines = [line, newcomerText, ...linesOfPassword(told)]
  printResult(flags, { ...members, ...membersOfPassword(told) }, lines.join('\n'))
}

const newcomerText = say(
  '原属另一连锁：原密码、验证器与会话已失效',
  'came from another chain: password, authenticator and sessions have ended',
)

function addRevoke(operator: Command): void {
  addRequestNo(storeCommand(operator, 'revoke', say('撤销操作员在一个连锁的角色', 'take the role for a seller away')))
    .argument(...nameArgument)
    .addOption(sellerOption())
    .addOption(jsonOption())
    .action(async (name: string, flags: NumberedFlags & Readonly<{ seller: string }>) => {
      const { seller } = flags
      const done = await withNumberedAct(flags, (administration, numbered) =>
        administration.revokeOperatorRole(name, seller, numbered),
      )
      if (done.kind === 'refused') throw unknownOperator(name)
      printResult(flags, { name, seller_id: seller, role: null }, `${name} ${seller}: -`)
    })
}

/** A shop clerk needs shops; the other roles have none. */
function roleOf({
  seller,
  role,
  shop,
}: RoleFlags): Readonly<{ sellerId: string; role: string; shops: readonly string[] | undefined }> {
  const isOfShops = isRoleName(role) && roles[role].isOfShops
  if (isOfShops && shop === undefined) throw new UsageFault('店员需要 --shop', 'a shop clerk needs --shop')
  if (!isOfShops && shop !== undefined) throw new UsageFault('--shop 只用于店员', '--shop is for shop clerks only')
  return { sellerId: seller, role, shops: shop && [...new Set(shop)] }
}

async function checkSeller(administration: Administration, seller: string): Promise<void> {
  if (await administration.hasSeller(seller)) return
  throw new OperationFault(`连锁 ${seller} 不存在`, `there is no seller ${seller}`)
}

function unknownOperator(name: string): OperationFault {
  return new OperationFault(`没有操作员 ${name}`, `there is no operator ${name}`)
}

function operatorName(value: string): string {
  const problem = problemOfName(value)
  if (problem !== undefined) throw new InvalidArgumentError(say(`用户名${problem.zh}`, `the name ${problem.en}`))
  return value
}
