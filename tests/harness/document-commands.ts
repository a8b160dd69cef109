import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export const guides = 'packages/server/src/site/documentation/guides/en'

/** Pages with commands that people type, in the order in which one of them would; `docs/coupon-life.md` has a test of its own. */
export const documentPages = [
  'README.md',
  `${guides}/quick-start.md`,
  `${guides}/migrating.md`,
  `${guides}/changing-over.md`,
  'docs/operations/rules-and-shops.md',
  `${guides}/apps.md`,
  `${guides}/going-live.md`,
  `${guides}/bulk.md`,
  'docs/bulk.md',
  `${guides}/webhooks.md`,
  `${guides}/reconciliation.md`,
  'docs/operations/reports.md',
  `${guides}/members.md`,
  `${guides}/signature.md`,
  'docs/operations/backup.md',
  'docs/operations/audit.md',
  'docs/operations/upgrade.md',
  'docs/operations/master-key.md',
  'docs/operations/retention.md',
  'docs/operations/logs.md',
  'docs/operations/service.md',
  'docs/operations/windows.md',
  'docs/operations/proxy-and-tls.md',
  'docs/operations/metrics.md',
  'docs/cluster.md',
  'docs/moving.md',
  'docs/security.md',
  'packages/cli/README.md',
  'packages/client/README.md',
  'packages/conformance/README.md',
  'examples/client/README.md',
  'examples/webhook-receiver/README.md',
] as const

/** Every other page that has a block of commands has to be in the list, or here. */
export const pagesOfOtherTests = [
  // tests/program/coupon-life-document.test.ts
  'docs/coupon-life.md',
  // tests/program/several-stores.test.ts
  'docs/operations/stores.md',
  // tests/program/examples.test.ts
  'examples/nightly-sync/README.md',
  'examples/react-look-up/README.md',
  'examples/till/README.md',
]

/** Lines of commands that a page shows, with continued lines joined and comments taken off. */
export function commandsOf(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const blocks = [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)]
  return blocks
    .filter(([, , language = '']) => ['', 'sh', 'bash', 'powershell'].includes(language))
    .flatMap(([, , , block = '']) => block.replaceAll(/[\\`]\n\s*/g, ' ').split('\n'))
    .map((line) => line.trim().replace(/\s+# .*$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Every page with commands, from the root of the repository; of translated ones the English one: the architecture test compares their blocks. */
export function pagesWithCommands(): readonly string[] {
  const patterns = ['*.md', 'docs/*.md', 'docs/operations/*.md', `${guides}/*.md`, '{packages,examples}/*/README.md']
  const pages = globSync(patterns, { cwd: root }).filter(
    (page) => !/ARCHITECTURE|CHANGELOG|CONTRIBUTING|zh-CN/.test(page),
  )
  return pages.filter((page) => commandsOf(page).length > 0).toSorted()
}

type Exception = Readonly<{ lines: RegExp; reason: string; page?: string }>

/** Commands that no test of the pages runs, and why. Those of `yaoquan` are parsed by `tests/repository/documents.test.ts`. */
export const exceptions: readonly Exception[] = [
  { lines: /./, page: 'docs/operations/windows.md', reason: 'Windows' },
  { lines: /systemctl|journalctl|^useradd|^install the/, reason: 'systemd' },
  { lines: /^docker /, reason: 'Docker' },
  { lines: /^(apt-get|galera_new_cluster|mariadb|chown)|cluster:demo/, reason: 'installs and runs a database cluster' },
  { lines: /mysql:|YAOQUAN_STORE=|YAOQUAN_MASTER_KEY=…$/, reason: 'a database: tests/database and tests/soak' },
  { lines: /./, page: 'docs/cluster.md', reason: 'a database cluster' },
  { lines: /^(npm|npx --yes|mkdir -p|for name in|cd your-project)/, reason: 'npm: tests/repository/consumer.test.ts' },
  { lines: /^tar -xzf|^\.\/yaoquan serve/, reason: 'the archive: tests/repository/consumer.test.ts' },
  { lines: /^(YAOQUAN_\w+=\S+ )+node examples/, reason: 'tests/program/examples.test.ts' },
  { lines: /yaoquan shadow/, reason: 'the CRM of today: tests/program/shadow-*.test.ts' },
  { lines: /yaoquan listen/, reason: 'goes on until it is ended: tests/program/listen.test.ts' },
  { lines: /yaoquan trigger/, reason: 'a sandbox: tests/program/listen.test.ts' },
  { lines: /--follow/, reason: 'goes on until it is ended' },
  {
    lines: /^curl -s 'http:\/\/127.0.0.1:8080\/router\/rest'/,
    reason: 'signed at another time; the printed one: consumer.test.ts',
  },
  { lines: /^cd \/var\/lib\/yaoquan && rm/, reason: 'a copy that an upgrade made' },
]

/** The reason why a line is not run here. */
export function exceptionOf(page: string, line: string): string | undefined {
  return exceptions.find((item) => (item.page === undefined || item.page === page) && item.lines.test(line))?.reason
}
