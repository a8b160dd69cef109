import type { Command } from 'commander'
import { addCredentials, type Credentials, urlOption } from '#options/gateway-options'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/output'

type McpFlags = Credentials & Readonly<{ url: string; withPhones?: boolean; withProfiles?: boolean }>

/** `yaoquan mcp`: an MCP server that gives AI assistants the read methods and the documentation. */
export function addMcp(program: Command): void {
  const mcp = program
    .command('mcp')
    .description(
      say(
        'MCP服务（标准输入输出）：供AI助手查询数据与查阅文档，只读',
        'MCP server on stdio: lets AI assistants query data and read the documentation; read-only',
      ),
    )
    .option('--with-phones', say('结果中显示完整手机号', 'full phone numbers in results'))
    .option(
      '--with-profiles',
      say(
        '结果中显示会员的姓名、生日、标签与自定义属性',
        'names, birthdays, tags and attributes of members in results',
      ),
    )
    .addOption(urlOption())
  addCredentials(mcp).addHelpText('after', notes).action(serve)
}

async function serve({ withPhones = false, withProfiles = false, ...flags }: McpFlags): Promise<void> {
  // Loaded on demand: the MCP SDK is larger than all other commands together.
  const { serveStandardStreams } = await import('#mcp/serve-standard-streams')
  await serveStandardStreams({ ...flags, shown: { phones: withPhones, profiles: withProfiles } })
}

const notes = helpNotes({
  notes: say(
    `由AI助手启动，以应用的身份调用网关：权限、额度、日志与连锁隔离和其他调用者相同；不接触数据库，不提供写操作。工具的结果会发送给助手的提供商，因此缺省给手机号以及会员的姓名、生日、标签与自定义属性打码。出错时 sub_msg 的语言是应用的语言（yaoquan app update --language），其他文字是本命令的语言。
命令行没有发布到npm仓库。在源码目录中使用时，把 command 换成 "node"，args 换成 ["/源码目录/packages/cli/bin/yaoquan.js", "mcp"]。`,
    `An assistant starts this command. It calls the gateway as the app, with the same permissions, quota, logging and seller isolation as any caller. It has no access to the database and offers no writes. Results are sent to the provider of the assistant, so phone numbers are masked unless --with-phones is given, and names, birthdays, tags and attributes of members unless --with-profiles is. The sub_msg of a failed call is in the language of the app (yaoquan app update --language), all else in that of this command.
The command line is not in the npm registry. To run it from a checkout, set command to "node" and args to ["/path/to/checkout/packages/cli/bin/yaoquan.js", "mcp"].`,
  ),
  examples: [
    '{ "mcpServers": { "yaoquan": { "command": "yaoquan", "args": ["mcp"], "env": {',
    '  "YAOQUAN_URL": "http://127.0.0.1:8080", "YAOQUAN_APP_KEY": "K", "YAOQUAN_APP_SECRET": "S" } } } }',
  ],
})
