import { type MethodDefinition, methods } from '@yaoquan/api'
import { generateSdk, type SdkLanguage, sdkLanguages } from '@yaoquan/samples'
import { type Command, Option } from 'commander'
import { writeSdk } from '#generate/write-sdk'
import { collect, jsonOption, nonBlank } from '#options/data-options'
import { UsageFault } from '#terminal/faults'
import { print, printJson } from '#terminal/output'

type SdkFlags = Readonly<{
  lang: SdkLanguage
  out: string
  method?: readonly string[]
  force?: boolean
  json?: boolean
}>

/** `yaoquan sdk generate`: writes request and response classes for an SDK into a folder. */
export function addSdkGenerate(sdk: Command): void {
  sdk
    .command('generate')
    .description('为TOP SDK生成请求与应答类 (classes of the methods for a TOP SDK)')
    .addOption(new Option('--lang <language>', '语言 (language)').choices(sdkLanguages).makeOptionMandatory())
    .addOption(new Option('--out <dir>', '输出目录，须为空 (empty folder)').argParser(nonBlank).makeOptionMandatory())
    .addOption(
      new Option(
        '--method <name>',
        'API名称，可多次给出；缺省为全部，但不含TOP SDK自带的 (repeatable; default: all that the SDK lacks)',
      ).argParser(collect),
    )
    .option('--force', '允许非空目录，只改写以前生成的文件 (into a folder that is not empty: rewrites what it made)')
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(generate)
}

async function generate(flags: SdkFlags): Promise<void> {
  const definitions = wantedMethods(flags)
  const paths = await writeSdk(generateSdk(flags.lang, definitions), { out: flags.out, isForced: flags.force === true })
  if (flags.json)
    printJson({ lang: flags.lang, out: flags.out, methods: definitions.map(({ name }) => name), files: paths })
  else print(`已生成 ${paths.length} 个文件，用法见 ${flags.out}/README.md (files written; see its README.md)`)
}

/** The platform's SDKs have its own methods already: a copy of ours over their folder would replace a class of theirs. */
const languagesOfThePlatform: ReadonlySet<SdkLanguage> = new Set(['java', 'php', 'python', 'csharp'])

function wantedMethods({ lang, method: names }: SdkFlags): readonly MethodDefinition[] {
  const all: readonly MethodDefinition[] = Object.values(methods)
  const unknown = (names ?? []).find((name) => all.every((definition) => definition.name !== name))
  if (unknown !== undefined) {
    throw new UsageFault(
      `没有名为 ${unknown} 的API`,
      `no such method; there are ${all.map(({ name }) => name).join(', ')}`,
    )
  }
  if (names !== undefined) return all.filter(({ name }) => names.includes(name))
  return languagesOfThePlatform.has(lang) ? all.filter(({ name }) => !name.startsWith('taobao.')) : all
}

const notes = `
示例 Examples:
  yaoquan sdk generate --lang java --out ./yaoquan-java
  yaoquan sdk generate --lang php --out ./sdk --method yaoquan.coupon.redeem --method yaoquan.coupon.get`
