import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OperationFault } from '#terminal/faults'

/** Lists what was generated, so that the next time nothing else is overwritten. */
const listName = '.yaoquan-sdk.json'

/**
 * Writes generated files below a folder, which is made if need be.
 * @param files text by relative path
 * @param isForced also into a folder that holds something; even then no file is overwritten that was not generated there
 * @returns the paths written, relative to the folder
 * @throws OperationFault if the folder is not empty, or a file stands in the way; nothing is written then
 */
export async function writeSdk(
  files: ReadonlyMap<string, string>,
  { out, isForced }: Readonly<{ out: string; isForced: boolean }>,
): Promise<readonly string[]> {
  const standing = await pathsBelow(out)
  if (standing.length > 0 && !isForced) {
    throw new OperationFault(
      `目录不为空: ${out}，如仍要写入请加 --force`,
      'the folder is not empty; --force writes into it',
    )
  }
  const generated = await generatedBefore(out, standing)
  const foreign = [...files.keys()].find((path) => standing.includes(path) && !generated.includes(path))
  if (foreign !== undefined) {
    throw new OperationFault(
      `不覆盖并非由本命令生成的文件: ${join(out, foreign)}`,
      'not overwriting a file it did not generate',
    )
  }
  const paths = [...files.keys()]
  // First, so that a run that breaks off can be repeated.
  await writeBelow(out, listName, `${JSON.stringify({ files: [...new Set([...generated, ...paths])].toSorted() })}\n`)
  for (const [path, text] of files) await writeBelow(out, path, text)
  return paths
}

/** Relative paths with `/`, of files and of whatever else is no folder. */
async function pathsBelow(out: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(out, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return []
    throw new OperationFault(`无法读取 ${out}: ${codeOf(cause)}`, 'cannot read the folder', { cause })
  }
}

async function generatedBefore(out: string, standing: readonly string[]): Promise<readonly string[]> {
  if (!standing.includes(listName)) return []
  const list = parsed(await readFile(join(out, listName), 'utf8'))
  const files = typeof list === 'object' && list !== null && 'files' in list ? list.files : undefined
  if (!Array.isArray(files)) {
    throw new OperationFault(
      `${join(out, listName)} 已损坏，请换一个空目录`,
      'the list of generated files is damaged; take an empty folder',
    )
  }
  return files.filter((path) => typeof path === 'string')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function writeBelow(out: string, path: string, text: string): Promise<void> {
  const target = join(out, path)
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  } catch (cause) {
    throw new OperationFault(`无法写入 ${target}: ${codeOf(cause)}`, 'cannot write there', { cause })
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
}
