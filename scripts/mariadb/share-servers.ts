import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { runStatements } from './mariadb-node.ts'

export type ServerKind = 'mariadb' | 'galera'

/** A node of a server that all test files of a run share. */
export type OfferedNode = Readonly<{ port: number; socket: string }>

/** The variable with the path of the socket of `offer-servers.ts`. */
export const offerVariable = 'TEST_DATABASE_SERVERS'

/** A running MariaDB server, for tests that need no more of it than schemas of their own. */
export type SharedMariadb = Readonly<{
  /** Creates a new empty schema. @returns its URL */
  createSchema(): Promise<string>
  /** Drops the schemas; the server goes on. */
  stop(): Promise<void>
}>

/** A running Galera cluster, for tests that leave its nodes in peace. */
export type SharedGalera = Readonly<{
  /** Creates a new empty schema. @returns a URL for each node, which names that node first and the others after it */
  createSchema(): Promise<readonly string[]>
  /** Runs statements as root on a node. */
  sql(node: number, statements: string): Promise<string>
  /** Drops the schemas; the cluster goes on. */
  stop(): Promise<void>
}>

/** @throws Error if the server does not start, is not installed, or the vitest project does not have `offer-servers.ts` as its set-up */
export async function shareMariadb(): Promise<SharedMariadb> {
  const schemas = await schemasOf('mariadb')
  return {
    stop: schemas.drop,
    async createSchema() {
      const name = await schemas.create()
      return urlOf(schemas.ports, name)
    },
  }
}

/** As `shareMariadb`. */
export async function shareGalera(): Promise<SharedGalera> {
  const schemas = await schemasOf('galera')
  return {
    stop: schemas.drop,
    sql: schemas.sql,
    async createSchema() {
      const name = await schemas.create()
      const { ports } = schemas
      return ports.map((first) => urlOf([first, ...ports.filter((port) => port !== first)], name))
    },
  }
}

async function schemasOf(kind: ServerKind) {
  const nodes = await requestNodes(kind)
  const created: string[] = []
  const sql = (place: number, statements: string) => runStatements(nodes[place]?.socket ?? '', statements, limitMs)
  return {
    ports: nodes.map(({ port }) => port),
    sql,
    async create() {
      const name = `schema_${randomBytes(6).toString('hex')}`
      await sql(0, `CREATE DATABASE ${name}`)
      created.push(name)
      return name
    },
    async drop() {
      if (created.length > 0) await sql(0, created.map((name) => `DROP DATABASE ${name}`).join(';'))
    },
  }
}

/** Only what never ends takes so long. */
const limitMs = 600_000

async function requestNodes(kind: ServerKind): Promise<readonly OfferedNode[]> {
  const path = process.env[offerVariable]
  if (path === undefined)
    throw new Error('MariaDB is not installed, or the vitest project lacks the set-up offer-servers.ts')
  const connection = connect(path)
  connection.end(kind)
  const answer = await text(connection)
  if (answer === '') throw new Error(`the ${kind} server that files share did not start`)
  return JSON.parse(answer) as readonly OfferedNode[]
}

function urlOf(ports: readonly number[], schema: string): string {
  return `mysql://app:app@${ports.map((port) => `127.0.0.1:${port}`).join(',')}/${schema}`
}
