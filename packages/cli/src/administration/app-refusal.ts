import { OperationFault } from '#terminal/faults'

/** Why an app was not registered or changed. */
export type AppRefusal = Readonly<{ kind: 'unknown-app' }> | Readonly<{ kind: 'unknown-chain'; sellerId: string }>

/** The refusal as a fault of the command. */
export function appFault(refusal: AppRefusal): OperationFault {
  switch (refusal.kind) {
    case 'unknown-app':
      return new OperationFault('没有这个 app_key', 'there is no such app_key')
    case 'unknown-chain':
      return new OperationFault(`连锁 ${refusal.sellerId} 不存在`, `there is no chain ${refusal.sellerId}`)
  }
}
