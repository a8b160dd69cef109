import { OperationFault } from '#terminal/faults'

/** Why an app was not created or changed. */
export type AppRefusal = Readonly<{ kind: 'unknown-app' }> | Readonly<{ kind: 'unknown-seller'; sellerId: string }>

/** The refusal as a fault of the command. */
export function appFault(refusal: AppRefusal): OperationFault {
  switch (refusal.kind) {
    case 'unknown-app':
      return new OperationFault('该 app_key 不存在', 'this app_key does not exist')
    case 'unknown-seller':
      return new OperationFault(`连锁 ${refusal.sellerId} 不存在`, `seller ${refusal.sellerId} does not exist`)
  }
}
