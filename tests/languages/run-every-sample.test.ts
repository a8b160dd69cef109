import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTime, type MethodDefinition, methods } from '@yaoquan/api'
import { renderSample, type SampleTarget } from '@yaoquan/samples'
import { type RunningServer, startServer } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { itNeeds, runProgram } from '../harness/runtimes.ts'
import { preparedPlaces, type RunnableLanguage, samplePrograms } from '../harness/sample-program.ts'
import { type Random, seededRandom } from '../harness/seeded-random.ts'

const seed = Number(process.env['YAOQUAN_SEED'] ?? Date.now() % 1_000_000)
/** In a usual run each language takes other samples; all, in each, with `YAOQUAN_SOAK=1`. */
const perLanguage = process.env['YAOQUAN_SOAK'] === undefined ? 4 : Object.keys(methods).length
const languages = Object.keys(samplePrograms) as RunnableLanguage[]
const folder = mkdtempSync(join(tmpdir(), 'every-sample-'))
const preparedPlace = preparedPlaces(folder)

let server: RunningServer
let target: SampleTarget

beforeAll(async () => {
  let announced = ''
  const announce = ({ zh }: Readonly<{ zh: string }>) => {
    announced += zh
  }
  const place = { host: '127.0.0.1', port: 0, dataDir: join(folder, 'data') } as const
  server = await startServer({ ...place, isDemo: true, isSandbox: false, logLevel: 'silent', announce })
  const [, appKey = '', appSecret = ''] = /app_key (\S+) +app_secret (\S+)/.exec(announced) ?? []
  target = { url: `${server.url}/router/rest`, appKey, appSecret }
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(languages)('in %s', (language) => {
  itNeeds(samplePrograms[language].needs, `${perLanguage} samples succeed on the demo (seed ${seed})`, async () => {
    const order = shuffled(seededRandom(seed + languages.indexOf(language)))
    const programs = await compile(language, order.slice(0, perLanguage))
    const failed: string[] = []
    for (const { definition, run } of programs) {
      const printed = await run()
      if (!isSuccess(definition, printed)) failed.push(`${definition.name}: ${printed}`)
    }
    expect(failed).toEqual([])
  })
})

function isSuccess({ name }: MethodDefinition, printed: string): boolean {
  return /error_?response/i.test(printed) ? false : name === getTime.name || /success\W+true/i.test(printed)
}

type Program = Readonly<{ definition: MethodDefinition; run: () => Promise<string> }>

/** Programs of all samples. Where a compiler takes a second or more, they are compiled together. */
async function compile(
  language: RunnableLanguage,
  definitions: readonly MethodDefinition[],
): Promise<readonly Program[]> {
  const place = await preparedPlace(language)
  const { file, run } = samplePrograms[language]
  const text = (definition: MethodDefinition) => renderSample({ language, definition, target }).text
  const written = (path: string, content: string) => {
    mkdirSync(join(place, path, '..'), { recursive: true })
    writeFileSync(join(place, path), `${content}\n`)
  }
  switch (language) {
    case 'java': {
      for (const [at, one] of definitions.entries()) written(`s${at}/Sample.java`, `package s${at};\n${text(one)}`)
      await runProgram('sh', ['-c', 'javac -encoding UTF-8 -cp classes -d . s*/Sample.java'], { cwd: place })
      const flags = ['-Dfile.encoding=UTF-8', '-Dstdout.encoding=UTF-8', '-cp', 'classes:.']
      return programs(definitions, (at) => runProgram('java', [...flags, `s${at}.Sample`], { cwd: place }))
    }
    case 'dotnet': {
      for (const [at, one] of definitions.entries()) written(`s${at}.cs`, `namespace S${at} {\n${text(one)}\n}`)
      written('Main.cs', mainOfAssembly)
      await runProgram('sh', ['-c', 'mcs -codepage:utf8 -main:Start -r:TopSdk.dll,Yaoquan.dll -out:all.exe *.cs'], {
        cwd: place,
      })
      return programs(definitions, (at) =>
        runProgram('mono', ['all.exe', `S${at}.Sample`], { cwd: place, env: { LC_ALL: 'C.UTF-8' } }),
      )
    }
    case 'go': {
      written('go.mod', 'module samples\n\ngo 1.19')
      for (const [at, one] of definitions.entries()) written(`s${at}/main.go`, text(one))
      mkdirSync(join(place, 'bin'))
      await runProgram('go', ['build', '-o', 'bin/', './...'], { cwd: place })
      return programs(definitions, (at) => runProgram(`./bin/s${at}`, [], { cwd: place }))
    }
    case 'typescript':
      // `run-samples.test.ts` checks the types of all.
      for (const [at, one] of definitions.entries()) written(`s${at}.mts`, text(one))
      return programs(definitions, (at) => runProgram('node', [`s${at}.mts`], { cwd: place }))
    default:
      return definitions.map((definition) => ({
        definition,
        run: () => {
          written(file, text(definition))
          return run(place)
        },
      }))
  }
}

function programs(definitions: readonly MethodDefinition[], run: (at: number) => Promise<string>): readonly Program[] {
  return definitions.map((definition, at) => ({ definition, run: () => run(at) }))
}

/** Starts the class that the first argument names. */
const mainOfAssembly = `public class Start
{
    public static void Main(string[] names)
    {
        System.Reflection.Assembly.GetExecutingAssembly().GetType(names[0]).GetMethod("Main").Invoke(null, null);
    }
}`

function shuffled(random: Random): readonly MethodDefinition[] {
  const waiting: MethodDefinition[] = Object.values(methods)
  return Array.from({ length: waiting.length }, () => waiting.splice(random.below(waiting.length), 1)).flat()
}
