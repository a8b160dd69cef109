import { UsageFault } from '#terminal/faults'
import { profilePath, readProfiles, type SettingName, settingNames, settings } from './profile-file.ts'

/**
 * Sets the environment variables that neither the environment nor the command line gives to the values of the profile in use.
 * `serve` and `shadow` are left alone: a service says itself what it serves.
 * @param args the command line without the program's own name
 * @throws UsageFault if `YAOQUAN_PROFILE` names no profile, or the file cannot be used
 */
export function applyProfile(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (withoutProfile.includes(args[0] ?? '')) return
  const { used, profiles } = readProfiles(profilePath(environment))
  const named = environment['YAOQUAN_PROFILE'] || undefined
  const profile = profiles[named ?? used]
  if (profile === undefined && named !== undefined) {
    throw new UsageFault(`没有配置 ${named}`, `there is no profile ${named}`)
  }
  for (const name of settingNames.filter((setting) => isWanted(setting, args, environment))) {
    const value = profile?.[name]
    if (value !== undefined) environment[settings[name].variable] ||= value
  }
}

const withoutProfile: readonly string[] = ['serve', 'shadow', 'config', 'completion', 'man']

/** Secret and session of a profile belong to its app, and its data folder to no other store. */
function isWanted(name: SettingName, args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  const isGiven = (flag: string, variable: string) =>
    Boolean(environment[variable]) || args.some((word) => word === flag || word.startsWith(`${flag}=`))
  if (name === 'app-secret' || name === 'session') return !isGiven('--app-key', 'YAOQUAN_APP_KEY')
  return name !== 'data' || !isGiven('--store', 'YAOQUAN_STORE')
}
