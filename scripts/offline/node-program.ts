import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { System } from './systems.ts'

/** Absolute paths. The licence is missing in some of the packages. */
export type NodeProgram = Readonly<{ program: string; licence: string | undefined }>

/**
 * Finds Node.js of a system: `npm ci` installed the one of this machine, others are fetched from npm into a folder.
 * @param root absolute path of the repository. @param folder where packages are unpacked
 * @throws Error if the program is not the expected one
 */
export async function findNodeProgram(root: string, system: System, folder: string): Promise<NodeProgram> {
  const installed = join(root, 'node_modules/node/node_modules', system.nodePackage)
  const place = isVersion(installed, system.nodeVersion) ? installed : fetchPackage(system, folder)
  const program = join(place, system.program)
  const digest = await sha256(program)
  if (digest !== system.programDigest) {
    throw new Error(`${basename(program)} of ${system.nodePackage}@${system.nodeVersion} has the SHA-256 ${digest}`)
  }
  const licence = join(place, 'LICENSE')
  return { program, licence: existsSync(licence) ? licence : undefined }
}

/** SHA-256 of a file, hexadecimal. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function isVersion(folder: string, version: string): boolean {
  const manifest = join(folder, 'package.json')
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version
}

function fetchPackage({ nodePackage, nodeVersion }: System, folder: string): string {
  const place = join(folder, nodePackage)
  mkdirSync(place, { recursive: true })
  const flags = ['--json', '--prefer-offline', '--pack-destination', place]
  const output = execFileSync('npm', ['pack', `${nodePackage}@${nodeVersion}`, ...flags], { encoding: 'utf8' })
  const [{ filename }]: [{ filename: string }] = JSON.parse(output)
  execFileSync('tar', ['-xzf', join(place, filename), '-C', place, '--exclude', 'package/include'])
  return join(place, 'package')
}
