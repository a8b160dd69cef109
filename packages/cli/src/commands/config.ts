import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { jsonOption, nonBlank } from '#options/data-options'
import { gatewayUrl } from '#options/gateway-options'
import { mappingsPath, readMappings, writeMappings } from '#profiles/mappings-file'
import {
  type Profile,
  type Profiles,
  profilePath,
  readProfiles,
  readSecrets,
  type SettingName,
  settingNames,
  settings,
  writeProfiles,
} from '#profiles/profile-file'
import { helpNotes, termLines } from '#terminal/help-notes'
import { printNote, printResult, say, UsageFault } from '#terminal/output'
import { type Column, listText } from '#terminal/table'

type ProfileFlags = Readonly<{ profile?: string }>

/** `yaoquan config`: what would be typed with every command, kept in a file of the user. */
export function addConfigCommands(config: Command): void {
  config.addHelpText('after', notes)
  config
    .command('set')
    .description(say('保存设置', 'keep settings'))
    .argument('<name=value...>', say('设置；值为 - 时从标准输入读取', 'settings; the value - is read from stdin'))
    .addOption(profileOption())
    .addHelpText('after', helpNotes({ notes: settingsText, examples: setExamples }))
    .action(set)
  config
    .command('unset')
    .description(say('删除设置', 'remove settings'))
    .argument('<name...>', say('设置的名称', 'names of settings'))
    .addOption(profileOption())
    .addHelpText('after', helpNotes({ examples: ['yaoquan config unset session'] }))
    .action(unset)
  config
    .command('use')
    .description(say('选用一个配置', 'choose the profile in use'))
    .argument('<profile>', say('配置的名称', 'name of the profile'), nonBlank)
    .addHelpText('after', helpNotes({ examples: ['yaoquan config use sandbox'] }))
    .action(use)
  config
    .command('list')
    .description(say('列出各配置的设置，不显示密钥', 'list the settings of all profiles, without secrets'))
    .addOption(jsonOption())
    .addHelpText('after', helpNotes({ examples: ['yaoquan config list'] }))
    .action(list)
  config
    .command('mappings')
    .description(say('列出以 --save-mapping 保存的列的映射', 'list the mappings of columns that --save-mapping kept'))
    .addOption(jsonOption())
    .addHelpText('after', helpNotes({ examples: ['yaoquan config mappings'] }))
    .action(listMappings)
  config
    .command('forget-mapping')
    .description(say('删除一个保存的映射', 'remove a mapping that was kept'))
    .argument('<name>', say('映射的名称', 'name of the mapping'), nonBlank)
    .addHelpText('after', helpNotes({ examples: ['yaoquan config forget-mapping old-crm'] }))
    .action(forgetMapping)
}

function profileOption(): Option {
  return new Option(
    '--profile <name>',
    say('配置的名称，缺省为正在使用的', 'profile; default: the one in use'),
  ).argParser(nonBlank)
}

async function set(words: readonly string[], { profile }: ProfileFlags): Promise<void> {
  const input = words.map((word) => {
    const end = word.indexOf('=')
    if (end < 1) throw new UsageFault('应为 name=value', 'settings must be name=value')
    return { name: settingName(word.slice(0, end)), text: word.slice(end + 1) }
  })
  const requested = input.filter(({ text }) => text === '-').map(({ name }) => name)
  const secrets = requested.length > 0 ? await readSecrets(requested) : undefined
  const changed = input.map(({ name, text }) => [name, checked(name, secrets?.get(name) ?? text)] as const)
  change(profile, (before) => ({ ...before, ...Object.fromEntries(changed) }))
}

function unset(words: readonly string[], { profile }: ProfileFlags): void {
  const names: readonly string[] = words.map(settingName)
  change(profile, (before) => Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))))
}

function use(name: string): void {
  const { path, known } = openFile()
  if (known.profiles[name] === undefined) throw new UsageFault(`没有配置 ${name}`, `there is no profile ${name}`)
  writeProfiles(path, { ...known, used: name })
}

function list(flags: Readonly<{ json?: boolean }>): void {
  const { path, known } = openFile()
  const rows = Object.entries(known.profiles).flatMap(([profile, values]) =>
    settingNames.flatMap((name) => {
      const value = values[name]
      return value === undefined ? [] : [{ profile, name, value: settings[name].isSecret ? hidden : value }]
    }),
  )
  const used = nameInUse(known)
  const columns: readonly Column<(typeof rows)[number]>[] = [
    [say('配置', 'Profile'), ({ profile }) => (profile === used ? `${profile} *` : profile)],
    [say('名称', 'Name'), ({ name }) => name],
    [say('值', 'Value'), ({ value }) => value],
  ]
  printResult(flags, { file: path, profile: used, settings: rows }, `${path}\n${listText(columns, rows, 'settings')}`)
}

const hidden = '******'

function listMappings(flags: Readonly<{ json?: boolean }>): void {
  const path = mappingsPath(process.env)
  const mappings = Object.entries(readMappings(path)).map(([name, { map, ignoreUnknown, dates, encoding }]) => {
    return { name, map, ignore_unknown: ignoreUnknown === true, dates: dates ?? null, encoding: encoding ?? null }
  })
  const columns: readonly Column<(typeof mappings)[number]>[] = [
    [say('映射', 'Mapping'), ({ name }) => name],
    [say('列', 'Columns'), ({ map }) => joined(Object.entries(map).map(([column, field]) => `${column}=${field}`))],
    [
      say('其他', 'Other'),
      ({ ignore_unknown, dates, encoding }) => joined([ignore_unknown && '--ignore-unknown', dates, encoding]),
    ],
  ]
  printResult(flags, { file: path, mappings }, `${path}\n${listText(columns, mappings, 'mappings')}`)
}

function joined(words: readonly (string | false | null)[]): string {
  return words.filter(Boolean).join(' ')
}

function forgetMapping(name: string): void {
  const path = mappingsPath(process.env)
  const known = Object.entries(readMappings(path))
  const others = known.filter(([other]) => other !== name)
  if (others.length === known.length) throw new UsageFault(`没有映射 ${name}`, `there is no mapping ${name}`)
  writeMappings(path, Object.fromEntries(others))
  printNote(say(`已从 ${path} 删除映射 ${name}`, `removed mapping ${name} from ${path}`))
}

function change(named: string | undefined, next: (before: Profile) => Profile): void {
  const { path, known } = openFile()
  const name = named ?? nameInUse(known)
  const changed = next(known.profiles[name] ?? {})
  const others = Object.entries(known.profiles).filter(([other]) => other !== name)
  const isLeft = Object.keys(changed).length > 0
  writeProfiles(path, {
    used: known.used,
    profiles: Object.fromEntries([...others, ...(isLeft ? [[name, changed] as const] : [])]),
  })
  printNote(say(`已写入 ${path} 的配置 ${name}`, `wrote profile ${name} of ${path}`))
}

function nameInUse({ used }: Profiles): string {
  return process.env['YAOQUAN_PROFILE'] || used
}

function openFile(): Readonly<{ path: string; known: Profiles }> {
  const path = profilePath(process.env)
  return { path, known: readProfiles(path) }
}

function settingName(text: string): SettingName {
  const name = settingNames.find((known) => known === text)
  if (name !== undefined) return name
  const all = settingNames.join(', ')
  throw new UsageFault(`没有设置 ${text}，应为 ${all} 之一`, `there is no setting ${text}: use one of ${all}`)
}

/** Folders are kept as absolute paths, since commands are run in others. */
function checked(name: SettingName, value: string): string {
  try {
    const text = nonBlank(value).trim()
    if (name === 'url') return gatewayUrl(text)
    return name === 'data' ? resolve(text) : text
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw new UsageFault(`${name}: ${error.message}`, `${name}: ${error.message}`)
    throw error
  }
}

const setExamples = [
  'yaoquan config set url=http://127.0.0.1:8080 app-key=12345678 app-secret=-',
  'yaoquan config set --profile shop data=/var/lib/yaoquan seller=111',
]

function settingsText(): string {
  return `${say('设置:', 'Settings:')}\n${termLines([
    ['url', say('网关地址', 'URL of the gateway')],
    ['app-key', say('应用的 app_key', 'app_key of the app')],
    ['app-secret', say('应用的密钥；用 - 输入，不留在命令历史中', 'app secret; with - it stays out of the history')],
    ['session', say('会话', 'session')],
    ['seller', say('连锁id', 'id of the seller')],
    ['data', say('数据目录', 'data folder')],
  ])}`
}

const notes = helpNotes({
  notes: () =>
    say(
      `命令行上的选项优先，其次是环境变量，再次是配置。环境变量 YAOQUAN_PROFILE 为一次命令选用另一配置。配置中的 app_key、密钥与会话只发给该配置的 url：命令行或环境变量给出另一地址时不用；给出另一 app_key 时，不用其密钥与会话；给出 --store 时，不用其数据目录。serve 与 shadow 不读取配置。
文件只有所有者可读（0600），位置见 config list，由 XDG_CONFIG_HOME 决定。`,
      `Flags win, then environment variables, then the profile. YAOQUAN_PROFILE chooses another profile for a command. App, secret and session of a profile are only sent to its own url: they are not used with another one that a flag or variable gives. Secret and session are not used with another app_key, nor the data folder with --store. serve and shadow read no profile.
Only the owner may read the file (0600). config list says where it is; XDG_CONFIG_HOME decides.`,
    ),
  examples: setExamples,
})
