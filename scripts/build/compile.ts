import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The input of the compiler. */
export type Compilation = Readonly<{
  /** Absolute path of the repository. */
  root: string
  /** Absolute paths. */
  files: readonly string[]
  /** Output folder: `packages/x/y.ts` becomes `x/y.js` and `x/y.d.ts`. */
  outDir: string
  /** Whether to allow only features of Node.js 20 and of browsers of the same age. */
  isPortable: boolean
}>

/**
 * Compiles TypeScript to JavaScript, and what is portable to declarations too. Only that is checked: `npm run types` has checked the rest
 * under the same settings.
 * @throws Error if a file has an error, which the compiler has printed
 */
export function compile({ root, files, outDir, isPortable }: Compilation): void {
  mkdirSync(outDir, { recursive: true })
  const config = join(outDir, 'tsconfig.json')
  const settings = {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: { outDir, rootDir: join(root, 'packages'), ...(isPortable ? portableLanguage : withoutTypes) },
    files,
  }
  writeFileSync(config, JSON.stringify(settings))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  // Of several threads each checks the types that all files share, which takes half as much processor time again.
  const args = [compiler, '--singleThreaded', '--project', config]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) throw new Error('the compiler reported errors')
}

/**
 * The features of Node.js 20 and of browsers of the same age: not yet `Object.groupBy`, iterator helpers and the like.
 */
const portableLanguage = { target: 'es2022', lib: ['es2023', 'es2024.string'] }

/** Nobody imports the command and the server, so they are published without declarations. */
const withoutTypes = { noCheck: true, declaration: false }
