import { UserAddOutlined } from '@ant-design/icons'
import { listOperators } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Failure } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { CreateOperator } from './create-operator.tsx'
import { ResetOperator } from './one-time-password.tsx'
import { OperatorsTable } from './operators-table.tsx'
import { SetRole } from './set-role.tsx'
import { SwitchOperator } from './switch-operator.tsx'

const texts = defineTexts({
  title: { zh: '操作员', en: 'Operators' },
  create: { zh: '新建操作员', en: 'New operator' },
})

const parameters = {
  act: choiceParameter(['none', 'create', 'role', 'reset', 'switch']),
  name: textParameter,
}

/** The operators of the seller and their roles. */
export function PeopleScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [{ act, name }, change] = useSearchState(parameters)
  const { data, error, isFetching, refetch } = useRead(listOperators, {})
  const operator = data?.operators.find((one) => one.name === name)
  const close = () => change({ act: 'none', name: undefined })
  const create = may('operators') && (
    <Button type="primary" icon={<UserAddOutlined />} onClick={() => change({ act: 'create' })}>
      {t.create}
    </Button>
  )
  return (
    <Page title={t.title} act={create}>
      {error !== null && <Failure error={error} retry={() => void refetch()} />}
      <div className="yq-card">
        <OperatorsTable
          rows={data?.operators ?? []}
          isLoading={isFetching}
          choose={(chosen, operatorName) => change({ act: chosen, name: operatorName })}
        />
      </div>
      <SideDrawer
        title={operator?.displayName ?? t.title}
        isOpen={act === 'create' || (act !== 'none' && operator !== undefined)}
        close={close}
        size={460}
        holdsForm
      >
        {act === 'create' && <CreateOperator close={close} />}
        {act === 'role' && operator !== undefined && <SetRole operator={operator} close={close} />}
        {act === 'reset' && operator !== undefined && <ResetOperator operator={operator} close={close} />}
        {act === 'switch' && operator !== undefined && <SwitchOperator operator={operator} close={close} />}
      </SideDrawer>
    </Page>
  )
}
