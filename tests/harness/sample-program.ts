import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MethodDefinition, methods } from '@yaoquan/api'
import { generateSdk, type SampleLanguageId, type SdkLanguage } from '@yaoquan/samples'
import { runProgram } from './runtimes.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const doubles = join(root, 'tests/fixtures/sdk-doubles')

/** How the sample of a language becomes a running program. */
export type SampleProgram = Readonly<{
  needs: readonly string[]
  /** Where the sample's text goes, relative to the folder of the run. */
  file: string
  /** Puts what the sample stands on into an empty folder. */
  prepare: (folder: string) => Promise<void>
  /** Makes a program of the sample, which may then run several times. */
  compile?: (folder: string) => Promise<void>
  /** Runs the sample; gives what it printed. */
  run: (folder: string) => Promise<string>
}>

export type RunnableLanguage = Exclude<SampleLanguageId, 'c' | 'steps'>

/** Every language whose samples reach a server. */
export const samplePrograms: Readonly<Record<RunnableLanguage, SampleProgram>> = {
  java: {
    needs: ['javac', 'java'],
    file: 'Sample.java',
    prepare: async (folder) => {
      writeSdk(folder, 'java')
      await runProgram('sh', ['-c', `javac -encoding UTF-8 -d classes $(find '${doubles}/java' com -name '*.java')`], {
        cwd: folder,
      })
    },
    compile: async (cwd) => {
      await runProgram('javac', ['-encoding', 'UTF-8', '-cp', 'classes', '-d', '.', 'Sample.java'], { cwd })
    },
    run: (cwd) =>
      runProgram('java', ['-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-cp', 'classes:.', 'Sample'], { cwd }),
  },
  dotnet: {
    needs: ['mcs', 'mono'],
    file: 'Sample.cs',
    prepare: async (folder) => {
      writeSdk(folder, 'csharp')
      await compileCsharpSdk(folder)
    },
    compile: async (cwd) => {
      await runProgram('mcs', ['-codepage:utf8', '-r:TopSdk.dll,Yaoquan.dll', 'Sample.cs'], { cwd })
    },
    run: (cwd) => runProgram('mono', ['Sample.exe'], { cwd, env: { LC_ALL: 'C.UTF-8' } }),
  },
  php: {
    needs: ['php'],
    file: 'sample.php',
    prepare: async (folder) => {
      writeSdk(folder, 'php')
      const sdk = `<?php\nrequire "${doubles}/php/TopSdk.php";\nrequire "${folder}/yaoquan_autoload.php";\n`
      writeFileSync(join(folder, 'TopSdk.php'), sdk)
    },
    run: (cwd) => runProgram('php', ['-d', 'error_reporting=-1', '-d', 'display_errors=1', 'sample.php'], { cwd }),
  },
  curl: {
    needs: ['sh', 'curl', 'openssl'],
    file: 'sample.sh',
    prepare: async () => undefined,
    run: (cwd) => runProgram('sh', ['sample.sh'], { cwd }),
  },
  python: {
    needs: ['python3'],
    file: 'sample.py',
    prepare: async (folder) => {
      await runProgram('cp', ['-r', join(doubles, 'python/top'), folder], { cwd: folder })
      writeSdk(folder, 'python')
      writeFileSync(join(folder, 'top/api/rest/__init__.py'), 'from top.api.rest.yaoquan_requests import *\n')
    },
    run: (cwd) => runProgram('python3', ['sample.py'], { cwd, env: { PYTHONIOENCODING: 'utf-8' } }),
  },
  nodejs: {
    needs: [],
    file: 'sample.cjs',
    prepare: async (folder) => linkModules(folder),
    run: (cwd) => runProgram('node', ['--no-deprecation', 'sample.cjs'], { cwd }),
  },
  typescript: {
    needs: [],
    file: 'sample.mts',
    prepare: async (folder) => {
      linkModules(folder)
      mkdirSync(join(folder, 'ran'))
    },
    compile: async (cwd) => {
      const ran = readdirSync(join(cwd, 'ran')).length
      copyFileSync(join(cwd, 'sample.mts'), join(cwd, `ran/${ran}.mts`))
    },
    run: (cwd) => runProgram('node', ['sample.mts'], { cwd }),
  },
  go: {
    needs: ['go'],
    file: 'sample.go',
    prepare: async () => undefined,
    compile: async (cwd) => {
      const unformatted = await runProgram('gofmt', ['-l', 'sample.go'], { cwd })
      if (unformatted !== '') throw new Error(`gofmt would change ${unformatted}`)
      await runProgram('go', ['build', '-o', 'sample', 'sample.go'], { cwd })
    },
    run: (cwd) => runProgram('./sample', [], { cwd }),
  },
  python3: {
    needs: ['python3'],
    file: 'sample.py',
    prepare: async () => undefined,
    run: (cwd) => runProgram('python3', ['sample.py'], { cwd, env: { PYTHONIOENCODING: 'utf-8' } }),
  },
}

/**
 * Compiles the double of the SDK, and the generated classes as an assembly of their own: they see of the SDK what any
 * program outside of it sees.
 * @param options for both, such as `-define:TOP_SDK_2015`
 */
export async function compileCsharpSdk(cwd: string, options = ''): Promise<void> {
  const mcs = `mcs -codepage:utf8 -warnaserror -target:library -r:System.Xml.dll ${options}`
  await runProgram('sh', ['-c', `${mcs} -out:TopSdk.dll '${doubles}'/csharp/*.cs`], { cwd })
  await runProgram('sh', ['-c', `${mcs} -r:TopSdk.dll -out:Yaoquan.dll Request/*.cs Response/*.cs`], { cwd })
}

/** Checks the types of all samples of TypeScript that ran in a place, and of others there, together: the compiler takes seconds. */
export async function checkTypes(cwd: string, others: readonly string[] = []): Promise<void> {
  const include = ['ran/*.mts', ...others]
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), include }))
  await runProgram('node', [join(root, 'node_modules/typescript/bin/tsc'), '--singleThreaded', '--noEmit'], { cwd })
}

/** Folders under `root` with all that samples of a language stand on, each made once: compiling it takes seconds. */
export function preparedPlaces(root: string): (language: RunnableLanguage) => Promise<string> {
  const prepared = new Map<RunnableLanguage, Promise<string>>()
  const prepare = async (language: RunnableLanguage): Promise<string> => {
    const place = join(root, language)
    mkdirSync(place)
    await samplePrograms[language].prepare(place)
    return place
  }
  return (language) => {
    const known = prepared.get(language) ?? prepare(language)
    prepared.set(language, known)
    return known
  }
}

/** Writes the generated classes of a language into a folder. */
export function writeSdk(
  folder: string,
  language: SdkLanguage,
  definitions: readonly MethodDefinition[] = Object.values(methods),
): void {
  for (const [path, text] of generateSdk(language, definitions)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function linkModules(folder: string): void {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
}

/** A command that compiles all PHP files of its folder and runs none. PHP before 8.3 compiles only the first of several files. */
export const compilePhp =
  "find . -name '*.php' -print0 | xargs -0 -n $(php -r 'echo PHP_VERSION_ID < 80300 ? 1 : 1000;') php -l"
