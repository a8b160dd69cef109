import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../scripts/mariadb/installed-programs.ts'
import { missingPrograms } from './missing-programs.ts'

/** What a newcomer of each role saw, and how long after the start that was complete, in seconds. */
export type Newcomers = ReadonlyMap<string, Readonly<{ text: string; afterSeconds: number }>>

/** A user and a network of its own, in which this machine is alone. */
const alone = ['--map-root-user', '--net']

/** Whether this machine allows to take the network away; containers often do not. */
export const canBeAlone = spawnSync('unshare', [...alone, 'ip', 'link', 'set', 'lo', 'up']).status === 0

/** Everything the machine has beside the archive. */
const programs = ['sh', 'tar', 'gzip', 'curl', 'dirname', 'readlink', 'cat', 'sed', 'sleep', 'grep', 'date', 'ls', 'rm']

/** What the machine lacks of it, without which nobody can be sent. */
export const missingForNewcomers = missingPrograms(programs)

/**
 * Unpacks an archive into an empty folder of a machine with neither Node.js nor network, and does what a newcomer of each role does first.
 * Unless `canBeAlone`, the network stays.
 */
export function sendNewcomers(archive: string, folder: string): Newcomers {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const name of programs) symlinkSync(findProgram(name) ?? name, join(bin, name))
  const [program = '', ...args] = canBeAlone
    ? ['unshare', ...alone, 'sh', '-c', `ip link set lo up; PATH=$BIN; ${visit}`]
    : ['sh', '-c', visit]
  const { stdout, stderr, status } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: canBeAlone ? process.env['PATH'] : bin, BIN: bin, HOME: folder, ARCHIVE: archive, YAOQUAN_LANG: 'en' },
  })
  if (status !== 0) throw new Error(`a newcomer was stuck:\n${stdout}${stderr}`)
  return parse(stdout)
}

/** Each role ends with a line of the time and its name. */
const visit = `
set -e
done_as() { date "+%n@@ %s $1"; }
done_as start
tar -xzf "$ARCHIVE"
cd yaoquan-*
./yaoquan serve --demo --port 0 > ../served 2> ../log &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
until grep -q '^listening on' ../served; do kill -0 $server; sleep 0.1; done
url=$(sed -n 's/^listening on //p' ../served)

sed -n '/^curl /,/sign=/p' ../served > ../pasted
sh ../pasted
done_as integrator

secret=$(sed -n 's/.*app_secret //p' ../served)
export YAOQUAN_URL=$url YAOQUAN_APP_KEY=10000111 YAOQUAN_APP_SECRET=$secret
./yaoquan basket evaluate --lines '[{"amount":"199.00"}]' --phone 13800200011 --json
done_as till

password=$(sed -n 's/.*one-time password //p' ../served)
curl -s "$url/console/api/session" -H 'x-yaoquan-console: 1' -H 'content-type: application/json' -d "{\\"name\\":\\"owner\\",\\"password\\":\\"$password\\"}"
curl -s -o ../console.html -w ' %{http_code}' "$url/console/"
done_as operator

./yaoquan export --data ./data --seller 111
done_as finance

curl -s "$url/ready"
./yaoquan backup ../backup --data ./data
./yaoquan audit verify --data ./data --seller 111
kill $server
wait $server && echo "ended with $?"
./yaoquan serve --demo --port 0 > ../again 2>> ../log &
server=$!
until grep '^name owner' ../again; do kill -0 $server; sleep 0.1; done
./yaoquan stop
done_as operations
`

function parse(output: string): Newcomers {
  const parts = output.split(/\n@@ (\d+) (\w+)\n/)
  const start = Number(parts[1])
  const seen = new Map<string, Readonly<{ text: string; afterSeconds: number }>>()
  for (let at = 3; at + 2 < parts.length; at += 3) {
    seen.set(parts[at + 2] ?? '', { text: parts[at] ?? '', afterSeconds: Number(parts[at + 1]) - start })
  }
  return seen
}
