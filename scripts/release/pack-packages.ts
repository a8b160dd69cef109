import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedPackages } from '../build/published-packages.ts'

export type Tarball = Readonly<{
  name: string
  /** SHA-256, hexadecimal. */
  digest: string
}>

/**
 * Builds every published package, packs each into a folder, and writes `SHA256SUMS` there in the format of sha256sum.
 * What was in the folder is deleted.
 * @param root absolute path of the repository
 */
export function packPackages(root: string, dist = join(root, 'dist')): readonly Tarball[] {
  const built = mkdtempSync(join(tmpdir(), 'built-'))
  rmSync(dist, { recursive: true, force: true })
  mkdirSync(dist)
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build.ts'), '--out', built], { cwd: root, stdio: 'pipe' })
    const tarballs = pack(
      publishedPackages.map(({ folder }) => join(built, folder)),
      dist,
    )
    writeFileSync(join(dist, 'SHA256SUMS'), tarballs.map(({ name, digest }) => `${digest}  ${name}\n`).join(''))
    return tarballs
  } finally {
    rmSync(built, { recursive: true })
  }
}

/** @returns the tarballs in the order of the folders */
function pack(folders: readonly string[], dist: string): readonly Tarball[] {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', dist, ...folders], { encoding: 'utf8' })
  const packed: readonly Readonly<{ filename: string }>[] = JSON.parse(output)
  return packed.map(({ filename: name }) => ({
    name,
    digest: createHash('sha256')
      .update(readFileSync(join(dist, name)))
      .digest('hex'),
  }))
}
