import { type MethodDefinition, methods } from '@yaoquan/api'
import { generateSdk, type SdkLanguage, sdkLanguages } from '@yaoquan/samples'
import { type Command, Option } from 'commander'
import { writeFiles, writeSdk } from '#generate/write-files'
import { collect, jsonOption, nonBlank } from '#options/data-options'
import { gatewayUrl } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { print, printResult, say, UsageFault } from '#terminal/output'

type SdkFlags = Readonly<{
  lang: SdkLanguage
  out: string
  method?: readonly string[]
  force?: boolean
  json?: boolean
}>

/** `yaoquan sdk generate`: writes request and response classes of an SDK into a folder. */
export function addSdkGenerate(sdk: Command): void {
  sdk
    .command('generate')
    .description(
      say(
        '为TOP SDK生成各API的请求与响应类，或Go、Node.js的代码',
        'generate request and response classes for a TOP SDK, or code for Go or Node.js',
      ),
    )
    .addOption(
      new Option('--lang <language>', say('语言', 'programming language')).choices(sdkLanguages).makeOptionMandatory(),
    )
    .requiredOption('--out <dir>', say('输出目录，须为空', 'output folder, must be empty'), nonBlank)
    .option(
      '--method <name>',
      say(
        'API名称，可重复；缺省为TOP SDK没有的全部API',
        'method; repeatable; default: all methods that the TOP SDK lacks',
      ),
      collect,
    )
    .option(
      '--force',
      say(
        '允许输出到非空目录，只改写以前生成的文件',
        'allow a folder that is not empty; overwrites only generated files',
      ),
    )
    .addOption(jsonOption())
    .addHelpText('after', notes)
    .action(generate)
}

async function generate(flags: SdkFlags): Promise<void> {
  const definitions = wantedMethods(flags)
  const paths = await writeSdk(generateSdk(flags.lang, definitions), { out: flags.out, isForced: flags.force === true })
  const members = { lang: flags.lang, out: flags.out, methods: definitions.map(({ name }) => name), files: paths }
  const text = say(
    `已生成 ${paths.length} 个文件，用法见 ${flags.out}/README.md`,
    `${paths.length} files written: see ${flags.out}/README.md`,
  )
  printResult(flags, members, text)
}

/** TOP SDKs already contain TOP's methods. Generating those would overwrite classes of the SDK. */
const languagesOfThePlatform: ReadonlySet<SdkLanguage> = new Set(['java', 'php', 'python', 'csharp'])

function wantedMethods({ lang, method: names }: SdkFlags): readonly MethodDefinition[] {
  const all: readonly MethodDefinition[] = Object.values(methods)
  const unknown = (names ?? []).find((name) => all.every((definition) => definition.name !== name))
  if (unknown !== undefined) {
    throw new UsageFault(
      `没有名为 ${unknown} 的API`,
      `there is no method ${unknown}; the methods are ${all.map(({ name }) => name).join(', ')}`,
    )
  }
  if (names !== undefined) return all.filter(({ name }) => names.includes(name))
  return languagesOfThePlatform.has(lang) ? all.filter(({ name }) => !name.startsWith('taobao.')) : all
}

const notes = helpNotes({
  examples: [
    'yaoquan sdk generate --lang java --out ./yaoquan-java',
    'yaoquan sdk generate --lang php --out ./sdk --method yaoquan.coupon.redeem --method yaoquan.coupon.get',
  ],
})

/** `yaoquan docs export`: writes the document centre as static files, to be read without a server. */
export function addDocsExport(docs: Command): void {
  docs
    .command('export')
    .description(
      say(
        '把文档中心导出为静态文件，不需要服务即可阅读',
        'export the documentation as static files, to be read without a server',
      ),
    )
    .argument('<dir>', say('输出目录', 'output folder'))
    .option(
      '--url <url>',
      say('示例中的网关地址', 'gateway URL used in the samples'),
      gatewayUrl,
      'http://127.0.0.1:8080/router/rest',
    )
    .option('--force', say('目录不为空时也写入', 'write even if the folder is not empty'))
    .addHelpText('after', examples)
    .action(exportDocs)
}

async function exportDocs(folder: string, flags: Readonly<{ url: string; force?: boolean }>): Promise<void> {
  const { exportDocumentation } = await import('#server')
  const files = await exportDocumentation(flags.url)
  await writeFiles(files, { out: folder, isForced: flags.force ?? false })
  print(
    say(
      `已写入 ${files.size} 个文件，从 ${folder}/index.html 开始阅读`,
      `${files.size} files written: start with ${folder}/index.html`,
    ),
  )
}

const examples = helpNotes({
  examples: [
    'yaoquan docs export ./docs-site',
    'yaoquan docs export ./docs-site --url https://coupons.example.com/router/rest',
  ],
})
