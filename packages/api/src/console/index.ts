import { unmaskMember } from './yaoquan.console.member.unmask.ts'

/** The methods that only the console offers, by wire name. The signed gateway does not know them. */
export const consoleMethods = {
  [unmaskMember.name]: unmaskMember,
} as const
