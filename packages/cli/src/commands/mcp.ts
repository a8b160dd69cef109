import type { Command } from 'commander'
import { addCredentials, type Credentials, urlOption } from '#options/gateway-options'

type McpFlags = Credentials & Readonly<{ url: string; withPhones?: boolean }>

/** `yaoquan mcp`: the methods that read and the documents, for AI assistants. */
export function addMcp(program: Command): void {
  const mcp = program
    .command('mcp')
    .description(
      'MCP服务（标准输入输出）：供AI助手查询与查阅文档，只读 (MCP server on stdio for AI assistants; reads only)',
    )
    .option('--with-phones', '结果中显示完整手机号 (whole phone numbers in results)')
    .addOption(urlOption())
  addCredentials(mcp).addHelpText('after', notes).action(serve)
}

async function serve(flags: McpFlags): Promise<void> {
  // Loaded on demand: the SDK is larger than the other commands together.
  const { serveStandardStreams } = await import('#mcp/serve-standard-streams')
  await serveStandardStreams({ ...flags, withPhones: flags.withPhones ?? false })
}

const notes = `
由助手启动，以应用的身份调用网关：权限、额度、日志与连锁隔离和其他调用者相同；不接触数据库，不提供写操作。
Started by an assistant, it calls the gateway as the app: rights, quota, logs and chains are those of any caller; it has no access to the
store and offers no write. What a tool answers goes to the company behind the assistant, so phones are masked unless --with-phones.

示例 Example (claude_desktop_config.json):
  { "mcpServers": { "yaoquan": { "command": "npx", "args": ["-y", "yaoquan", "mcp"], "env": {
    "YAOQUAN_URL": "http://127.0.0.1:8080", "YAOQUAN_APP_KEY": "K", "YAOQUAN_APP_SECRET": "S" } } } }`
