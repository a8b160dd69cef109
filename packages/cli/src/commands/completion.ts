import { Argument, type Command } from 'commander'
import { commandWords } from '#completion/command-words'
import { completionScript, type Shell, shells } from '#completion/shell-scripts'
import { helpNotes } from '#terminal/help-notes'
import { say } from '#terminal/language'

/** `yaoquan completion SHELL`: prints the script by which a shell completes commands and flags of this version. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description(say('输出命令与选项的自动补全脚本', 'print the script that completes commands in a shell'))
    .addArgument(new Argument('<shell>', say('终端', 'shell')).choices(shells))
    .addHelpText('after', notes)
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, commandWords(program)))
    })
}

const notes = helpNotes({
  notes: say(
    `写入各终端的启动文件:
  bash        ~/.bashrc: source <(yaoquan completion bash)
  zsh         ~/.zshrc: source <(yaoquan completion zsh)
  fish        ~/.config/fish/config.fish: yaoquan completion fish | source
  PowerShell  $PROFILE: yaoquan completion powershell | Out-String | Invoke-Expression`,
    `Put it into the start file of your shell:
  bash        ~/.bashrc: source <(yaoquan completion bash)
  zsh         ~/.zshrc: source <(yaoquan completion zsh)
  fish        ~/.config/fish/config.fish: yaoquan completion fish | source
  PowerShell  $PROFILE: yaoquan completion powershell | Out-String | Invoke-Expression`,
  ),
  examples: ['yaoquan completion bash'],
})
