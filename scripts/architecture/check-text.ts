import { folderOf, isTest } from './folders.ts'
import type { Source } from './read-source.ts'
import type { Workspace } from './workspace.ts'

const maxLines = 400
const wireSpellings = /serller_id|query_d_t_o|erp_coupon_d_t_o/
const statements =
  /\b(SELECT\b[\s\S]*\bFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|(UNIQUE\s+)?INDEX))\b/
const clocks = /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bMath\.random\b|\bprocess\.hrtime\b/
/** Named as the wire spells the method. */
const methodFile = /^packages\/(api|server)\/src\/methods\/yaoquan\.[a-z]+\.[a-zA-Z]+(\.test)?\.ts$/
const shapelessNames = /^(utils?|helpers?|common|misc)$/

type Rule = Readonly<{ complaint: string; isBroken: (source: Source) => boolean }>

const rules: readonly Rule[] = [
  { complaint: `has more than ${maxLines} lines`, isBroken: (source) => source.lineCount > maxLines },
  { complaint: 'is not in kebab-case', isBroken: ({ path }) => !/^[a-z0-9./-]+$/.test(path) && !methodFile.test(path) },
  {
    complaint: 'is named for no idea',
    isBroken: ({ path }) => path.split(/[/.]/).some((part) => shapelessNames.test(part)),
  },
  {
    complaint: 'registers a hook for the first test file that loads it in a worker, and for no other',
    isBroken: ({ path, code }) => !path.endsWith('.test.ts') && /^(before|after)(Each|All)\(/m.test(code),
  },
]

const rulesOfPackages: readonly Rule[] = [
  {
    // An import reads all members of the module, and for one of them Node loads undici: 25 ms of each start and some 4 MB.
    complaint: "imports values of node:http; take them from process.getBuiltinModule('node:http')",
    isBroken: ({ code }) => /^import (?!type )[^;'"]*from 'node:http'/m.test(code),
  },
  {
    complaint: 'has a comment that begins as a fragment, which names no subject',
    isBroken: ({ comments }) => comments.some((comment) => /^\*\s*(As|Of|Whoever|Whom|Whose) /.test(comment)),
  },
  { complaint: 'spells a wire name that only packages/api knows', isBroken: spellsWireName },
  { complaint: 'writes SQL outside of the folders that hold it', isBroken: writesSql },
  { complaint: 'reads a clock or rolls dice, which are arguments there', isBroken: readsClock },
]

/** @returns one line per file whose size, name or text breaks a rule of the house */
export function checkText({ sources }: Workspace): readonly string[] {
  return [...sources.values()].flatMap((source) => [
    ...(isProduct(source) ? source.obstacles.map((obstacle) => `${source.path}: ${obstacle}`) : []),
    ...[...rules, ...(isProduct(source) ? rulesOfPackages : [])]
      .filter((rule) => rule.isBroken(source))
      .map((rule) => `${source.path}: ${rule.complaint}`),
  ])
}

function isProduct({ path }: Source): boolean {
  return /^packages\/[^/]+\/src\//.test(path) && !isTest(path)
}

function spellsWireName({ path, code }: Source): boolean {
  return folderOf(path)?.name !== 'api' && wireSpellings.test(code)
}

const sqlFolders = ['database', 'store', 'move-store', 'backup']

function writesSql({ path, texts }: Source): boolean {
  return !sqlFolders.includes(folderOf(path)?.name ?? '') && texts.some((text) => statements.test(text))
}

function readsClock({ path, code }: Source): boolean {
  return ['api', 'protocol', 'basket', 'domain', 'methods'].includes(folderOf(path)?.name ?? '') && clocks.test(code)
}
