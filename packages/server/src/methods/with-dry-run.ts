import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import { triedOnly } from '#domain/lifecycle/lifecycle-store'
import type { Method, WriteDependencies } from './method.ts'

type Input = Readonly<{ dryRun?: boolean | undefined }>

/** A method that writes, or with `dry_run` answers what it would and writes nothing. */
export function withDryRun<M extends MethodDefinition, D extends WriteDependencies>(
  methodOf: (dependencies: D) => Method<M>,
  dependencies: D,
): Method<M> {
  const method = methodOf(dependencies)
  const tried = methodOf({ ...dependencies, lifecycle: triedOnly(dependencies.lifecycle) })
  return {
    ...method,
    async call(input, context) {
      if ((input as Input).dryRun !== true) return method.call(input, context)
      const { result } = (await tried.call(input, context)) as unknown as Readonly<{ result: object }>
      return { result: { ...result, dryRun: true } } as unknown as ResponseOf<M>
    },
  }
}
