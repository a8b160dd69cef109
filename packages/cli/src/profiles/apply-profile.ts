import { gatewayUrl } from '#options/gateway-options'
import { UsageFault } from '#terminal/output'
import { type Profile, profilePath, readProfiles, type SettingName, settingNames, settings } from './profile-file.ts'

/**
 * Sets the environment variables that neither the environment nor the command line gives to the values of the profile in use.
 * `serve` and `shadow` are left alone: a service says itself what it serves.
 * @param args the command line without the program's own name
 * @throws UsageFault if `YAOQUAN_PROFILE` names no profile, or the file cannot be used
 */
export function applyProfile(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const [command = '-'] = args
  if (command.startsWith('-') || withoutProfile.includes(command)) return
  const { used, profiles } = readProfiles(profilePath(environment))
  const named = environment['YAOQUAN_PROFILE'] || undefined
  const profile = profiles[named ?? used]
  if (profile === undefined) {
    if (named === undefined) return
    throw new UsageFault(`没有配置 ${named}`, `there is no profile ${named}`)
  }
  for (const name of wantedOf(profile, { args, environment })) {
    const value = profile[name]
    if (value !== undefined) environment[settings[name].variable] ||= value
  }
}

const withoutProfile: readonly string[] = ['serve', 'shadow', 'config', 'completion', 'man', 'help']

type Given = Readonly<{ args: readonly string[]; environment: NodeJS.ProcessEnv }>

/** App, secret and session of a profile are for its server, the latter two for its app, and its data folder is of no other store. */
function wantedOf({ url }: Profile, given: Given): readonly SettingName[] {
  const otherUrl = givenValue('--url', 'YAOQUAN_URL', given)
  const isOwnServer = otherUrl === undefined || (url !== undefined && serverOf(otherUrl) === serverOf(url))
  const isOwnApp = isOwnServer && givenValue('--app-key', 'YAOQUAN_APP_KEY', given) === undefined
  const isOwnStore = givenValue('--store', 'YAOQUAN_STORE', given) === undefined
  const unwanted: readonly SettingName[] = [
    ...(isOwnServer ? [] : (['app-key'] as const)),
    ...(isOwnApp ? [] : (['app-secret', 'session'] as const)),
    ...(isOwnStore ? [] : (['data'] as const)),
  ]
  return settingNames.filter((name) => !unwanted.includes(name))
}

/** What the command line gives, the last where it gives several; otherwise the environment. */
function givenValue(flag: string, variable: string, { args, environment }: Given): string | undefined {
  const place = args.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`))
  if (place < 0) return environment[variable] || undefined
  return args[place] === flag ? (args[place + 1] ?? '') : args[place]?.slice(flag.length + 1)
}

/** The same for all ways to write an address; nothing for what is none, which the command refuses. */
function serverOf(url: string): string | undefined {
  try {
    return gatewayUrl(url)
  } catch {
    return undefined
  }
}
