import type { Command } from 'commander'
import { writeFiles } from '#generate/write-files'
import { gatewayUrl } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'
import { print } from '#terminal/output'

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
